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
 * DELETE and UPDATE on Iceberg tables, merge on read: the planner reads the rows that a statement
 * means together with their place in the table, and one commit marks these places as deleted and
 * adds the new rows.
 *
 * <p>Classes of Flink that are not public, and why they are used:
 *
 * <ul>
 *   <li>{@code InternalTypeInfo}: the type of a stream of rows.
 *   <li>{@code StreamRecord} and {@code StreamingRuntimeContext}: what an operator gets.
 *   <li>{@code InstantiationUtil}: how the files of a task go to the committer.
 *   <li>{@code LogicalTypeChecks}: the precision of timestamps.
 * </ul>
 */
package io.github.flinklakehouse.connector.iceberg.rowlevel;
