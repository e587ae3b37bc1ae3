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
 * Iceberg tables, over Iceberg's own source and sink.
 *
 * <p>Classes of Flink that are not public, and why they are used:
 *
 * <ul>
 *   <li>{@code DataInputDeserializer} and {@code DataOutputSerializer}: bytes of the state.
 *   <li>{@code InstantiationUtil}: splits as objects of Java, as in an older version of Iceberg.
 *   <li>{@code InternalTypeInfo}: the type of a stream of rows.
 *   <li>{@code SinkTransformation} and {@code SourceTransformation}: Iceberg's sink and source
 *       inside, which their builders do not give away.
 * </ul>
 */
package io.github.flinklakehouse.connector.iceberg;
