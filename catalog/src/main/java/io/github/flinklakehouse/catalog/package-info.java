/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
/**
 * Which tables exist: Flink's catalog over one metastore, and the rules that all formats share.
 *
 * <p>Classes of Flink that are not public, and why they are used:
 *
 * <ul>
 *   <li>{@code AbstractCatalog}: what Flink's own catalogs extend.
 *   <li>{@code CatalogDatabaseImpl} and {@code CatalogFunctionImpl}: the only classes that describe
 *       a database or a function.
 *   <li>{@code DatabaseCalciteSchema}, by its name on the stack: it asks for a table and at once
 *       for its statistics, which are in the record of the table.
 *   <li>{@code DefaultSqlFactory}: the text of expressions, for computed columns and watermarks.
 *   <li>{@code FlinkPlannerImpl} and {@code ParserImpl}, by their names on the stack: they ask for
 *       the present of a table when a query means its past.
 *   <li>{@code SqlAnalyzeTableConverter}, by its name on the stack: it asks as SHOW PARTITIONS
 *       does, and needs another answer.
 *   <li>{@code TypeConversions}: from a parsed type to the type of a schema.
 * </ul>
 */
package io.github.flinklakehouse.catalog;
