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
package io.github.flinklakehouse.spark;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's values as values of the JDK, with lists for arrays and structs, and back. */
final class SparkValues {
    private final ZoneId zone;

    /**
     * @param zone whose clocks show what is given as a local time where Spark has an instant
     */
    SparkValues(ZoneId zone) {
        this.zone = requireNonNull(zone);
    }

    /** The fields of a row or a struct. */
    static List<Object> fields(Row row) {
        List<Object> fields = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            fields.add(toJava(row.get(i)));
        }
        return fields;
    }

    private static Object toJava(Object value) {
        if (value instanceof Row row) {
            return fields(row);
        }
        if (value instanceof scala.collection.Seq<?> elements) {
            List<Object> list = new ArrayList<>();
            CollectionConverters.asJava(elements).forEach(element -> list.add(toJava(element)));
            return list;
        }
        if (value instanceof scala.collection.Map<?, ?> entries) {
            Map<Object, Object> map = new HashMap<>();
            CollectionConverters.asJava(entries)
                    .forEach((key, entry) -> map.put(toJava(key), toJava(entry)));
            return map;
        }
        return value;
    }

    /** A row or a struct with these fields. */
    Row row(StructType type, List<?> fields) {
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = toSpark(type.fields()[i].dataType(), fields.get(i));
        }
        return RowFactory.create(values);
    }

    private Object toSpark(DataType type, Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof StructType struct) {
            return row(struct, (List<?>) value);
        }
        if (type instanceof ArrayType array) {
            List<Object> list = new ArrayList<>();
            ((List<?>) value).forEach(element -> list.add(toSpark(array.elementType(), element)));
            return CollectionConverters.asScala(list).toSeq();
        }
        if (type instanceof MapType map) {
            Map<Object, Object> entries = new HashMap<>();
            ((Map<?, ?>) value)
                    .forEach(
                            (key, entry) ->
                                    entries.put(
                                            toSpark(map.keyType(), key),
                                            toSpark(map.valueType(), entry)));
            return CollectionConverters.asScala(entries);
        }
        if (type instanceof TimestampType && value instanceof LocalDateTime wallClock) {
            return wallClock.atZone(zone).toInstant();
        }
        return value;
    }
}
