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
package io.github.flinklakehouse.connector.hive.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.columnar.BytesRefArrayWritable;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;

/** One of Hive's own SerDes. */
final class HiveSerDe implements RowSerDe {
    private final Constructor constructor;
    private final Records records;

    /** What the records of a SerDe are. */
    enum Records {
        /** Lines, in which a value may look like a delimiter. */
        TEXT(Text.class),
        /** Bytes that hold every value. */
        BINARY(BytesWritable.class),
        /** One value for each column, for containers that keep columns apart. */
        COLUMNS(BytesRefArrayWritable.class);

        private final Class<? extends Writable> type;

        Records(Class<? extends Writable> type) {
            this.type = type;
        }

        /** The class of the records. */
        Class<? extends Writable> type() {
            return type;
        }
    }

    /** Makes a SerDe that is not initialized. */
    @FunctionalInterface
    interface Constructor {
        AbstractSerDe create() throws SerDeException;
    }

    HiveSerDe(Records records, Constructor constructor) {
        this.records = requireNonNull(records, "records");
        this.constructor = requireNonNull(constructor, "constructor");
    }

    @Override
    public Records records() {
        return records;
    }

    @Override
    public RecordDecoder decoder(FileLayout layout, Configuration configuration)
            throws IOException {
        return new HiveDecoder(layout, create(configuration, SerDeProperties.of(layout)));
    }

    @Override
    public RecordEncoder encoder(FileLayout layout, Configuration configuration)
            throws IOException {
        AbstractSerDe serde = create(configuration, SerDeProperties.ofNewFile(layout));
        return switch (records) {
            case TEXT ->
                    new CheckedEncoder(
                            layout,
                            serde,
                            "as text cannot hold them or they look like a delimiter or NULL — set escape.delim, or use a table in Parquet");
            case COLUMNS ->
                    new CheckedEncoder(
                            layout,
                            serde,
                            "as an RCFile cannot hold them, such as an empty VARCHAR or BINARY — use a table in Parquet");
            case BINARY -> new HiveEncoder(layout, serde);
        };
    }

    private AbstractSerDe create(Configuration configuration, Properties properties)
            throws IOException {
        try {
            AbstractSerDe serde = constructor.create();
            serde.initialize(configuration, properties, null);
            return serde;
        } catch (SerDeException e) {
            throw new IOException("Cannot use SerDe: " + e.getMessage(), e);
        }
    }
}
