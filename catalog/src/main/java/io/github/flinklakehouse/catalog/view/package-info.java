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
 * Views: those of Flink, and those of other engines whose text Flink can parse.
 *
 * <p>Classes of Flink that are not public, and why they are used:
 *
 * <ul>
 *   <li>{@code CatalogPropertiesUtil} and {@code DefaultSqlFactory}: the encoding of Flink's
 *       HiveCatalog, which must stay readable.
 *   <li>{@code CalciteParser}, by reflection: whether the text of another engine's view parses.
 *   <li>{@code TypeConversions}: from Iceberg's types to those of a schema.
 * </ul>
 */
package io.github.flinklakehouse.catalog.view;
