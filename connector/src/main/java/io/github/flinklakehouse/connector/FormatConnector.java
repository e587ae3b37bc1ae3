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
package io.github.flinklakehouse.connector;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory.Context;

/**
 * How tables of one format are read and written. Implementations plan only: data is touched by what
 * they return.
 */
public interface FormatConnector {

    /**
     * A source over the table.
     *
     * @param table its metastore record
     * @param context schema and options as Flink resolved them, hints included
     * @throws org.apache.flink.table.api.ValidationException when the table cannot be read so, in
     *     one sentence
     */
    DynamicTableSource source(MetastoreTable table, Context context);

    /**
     * A sink into the table.
     *
     * @param table its metastore record
     * @param context schema and options as Flink resolved them, hints included
     * @throws org.apache.flink.table.api.ValidationException when the table cannot be written so,
     *     in one sentence
     */
    DynamicTableSink sink(MetastoreTable table, Context context);
}
