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
package io.github.flinklakehouse.tests.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorConverters;
import org.apache.hadoop.hive.serde2.typeinfo.StructTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.util.Progressable;

/**
 * Files of a table as Hive's own formats and SerDes write and read them. Runs in Hive's class
 * loader; {@link Hive} calls it from the tests.
 */
@SuppressWarnings("deprecation")
public final class HiveFiles {
    private final Properties table = new Properties();
    private final JobConf job = new JobConf();
    private final AbstractSerDe serde;

    /**
     * @param table properties by Hive's own names, as the metastore client of Hive puts them
     *     together
     */
    public HiveFiles(Map<String, String> table)
            throws ReflectiveOperationException, SerDeException {
        this.table.putAll(table);
        this.job.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        this.job.set("schema.evolution.columns", table.get("columns"));
        this.job.set("schema.evolution.columns.types", table.get("columns.types"));
        this.serde = instance("serialization.lib", AbstractSerDe.class);
        this.serde.initialize(job, this.table);
    }

    private <T> T instance(String property, Class<T> type) throws ReflectiveOperationException {
        Class<?> implementation = Class.forName(table.getProperty(property));
        return type.cast(implementation.getDeclaredConstructor().newInstance());
    }

    /** Writes rows to a new file; compressed when it is to end in {@code .gz}. */
    public void write(String file, List<List<Object>> rows)
            throws ReflectiveOperationException, IOException, SerDeException {
        TypeInfo row = rowType();
        ObjectInspector inspector = TypeInfoUtils.getStandardJavaObjectInspectorFromTypeInfo(row);
        Object writer = recordWriter(new Path(file));
        Class<?> type =
                Class.forName("org.apache.hadoop.hive.ql.exec.FileSinkOperator$RecordWriter");
        for (List<Object> values : rows) {
            Writable record = serde.serialize(HiveValues.toHive(row, values), inspector);
            type.getMethod("write", Writable.class).invoke(writer, record);
        }
        type.getMethod("close", boolean.class).invoke(writer, false);
    }

    private TypeInfo rowType() throws SerDeException {
        return TypeInfoUtils.getTypeInfoFromObjectInspector(serde.getObjectInspector());
    }

    private Object recordWriter(Path file) throws ReflectiveOperationException {
        boolean compressed = file.getName().endsWith(".gz");
        job.setClass(
                "mapreduce.output.fileoutputformat.compress.codec",
                org.apache.hadoop.io.compress.GzipCodec.class,
                CompressionCodec.class);
        return Class.forName("org.apache.hadoop.hive.ql.io.HiveOutputFormat")
                .getMethod(
                        "getHiveRecordWriter",
                        JobConf.class,
                        Path.class,
                        Class.class,
                        boolean.class,
                        Properties.class,
                        Progressable.class)
                .invoke(
                        instance("file.outputformat", Object.class),
                        job,
                        file,
                        serde.getSerializedClass(),
                        compressed,
                        table,
                        Reporter.NULL);
    }

    /** Reads the rows of all files of a directory. */
    public List<List<Object>> read(String directory)
            throws ReflectiveOperationException, IOException, SerDeException {
        return read(directory, serde.getObjectInspector(), row -> row);
    }

    /**
     * Likewise, then converts them as Hive does when a partition is older than the columns of its
     * table.
     *
     * @param types the types of the table's columns, in Hive's spelling
     */
    public List<List<Object>> readAs(String directory, List<String> types)
            throws ReflectiveOperationException, IOException, SerDeException {
        StructTypeInfo row = (StructTypeInfo) rowType();
        ObjectInspector wanted =
                TypeInfoUtils.getStandardWritableObjectInspectorFromTypeInfo(
                        TypeInfoFactory.getStructTypeInfo(
                                row.getAllStructFieldNames(),
                                types.stream()
                                        .map(TypeInfoUtils::getTypeInfoFromTypeString)
                                        .toList()));
        ObjectInspectorConverters.Converter converter =
                ObjectInspectorConverters.getConverter(serde.getObjectInspector(), wanted);
        return read(directory, wanted, converter::convert);
    }

    private List<List<Object>> read(
            String directory, ObjectInspector inspector, UnaryOperator<Object> conversion)
            throws ReflectiveOperationException, IOException, SerDeException {
        @SuppressWarnings("unchecked") // what all formats of Hive's tables are
        InputFormat<Writable, Writable> format = instance("file.inputformat", InputFormat.class);
        if (format instanceof org.apache.hadoop.mapred.JobConfigurable configurable) {
            configurable.configure(job);
        }
        FileInputFormat.setInputPaths(job, new Path(directory));
        job.setBoolean("hive.io.file.read.all.columns", true);
        List<List<Object>> rows = new ArrayList<>();
        for (InputSplit split : format.getSplits(job, 1)) {
            try (Reader reader = new Reader(format.getRecordReader(split, job, Reporter.NULL))) {
                reader.forEach(
                        row -> rows.add(HiveValues.fields(inspector, conversion.apply(row))));
            }
        }
        return rows;
    }

    /** Closes a record reader, which is not closeable. */
    private final class Reader implements AutoCloseable {
        private final RecordReader<Writable, Writable> records;

        Reader(RecordReader<Writable, Writable> records) {
            this.records = records;
        }

        void forEach(Consumer<Object> consumer) throws IOException, SerDeException {
            Writable key = records.createKey();
            Writable value = records.createValue();
            while (records.next(key, value)) {
                consumer.accept(serde.deserialize(value));
            }
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }
}
