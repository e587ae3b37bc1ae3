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
package io.github.flinklakehouse.connector.hive;

import io.github.flinklakehouse.connector.FormatConnector;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.hadoop.conf.Configuration;

/** TODO merge. */
public final class HiveConnector implements FormatConnector {
    public HiveConnector(MetastoreLoader metastore, Configuration configuration) {}

    @Override
    public DynamicTableSource source(MetastoreTable table, Context context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DynamicTableSink sink(MetastoreTable table, Context context) {
        throw new UnsupportedOperationException();
    }
}
