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
package io.github.flinklakehouse.catalog.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.AnalyzedPartition;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.hive.PartitionValues;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.types.logical.LogicalType;

/** The types of a table's partition keys, by which the strings of the metastore become values. */
final class HivePartitionTypes {
    private final MetastoreTable table;
    private final Map<String, LogicalType> types;

    private HivePartitionTypes(MetastoreTable table, Map<String, LogicalType> types) {
        this.table = requireNonNull(table, "table");
        this.types = requireNonNull(types, "types");
    }

    static HivePartitionTypes of(MetastoreTable table) {
        Map<String, LogicalType> types = new LinkedHashMap<>();
        for (MetastoreColumn key : table.partitionKeys()) {
            types.put(key.name(), HiveTypes.toFlink(key.type(), key.name()).getLogicalType());
        }
        return new HivePartitionTypes(table, types);
    }

    /**
     * The partition with its values spelt as rows of it would spell them, so that no second one of
     * the same values can come into being.
     *
     * @throws ValidationException when a value is none of its key's type
     */
    CatalogPartitionSpec canonical(CatalogPartitionSpec partition) {
        Map<String, String> canonical = new LinkedHashMap<>();
        partition
                .getPartitionSpec()
                .forEach((key, value) -> canonical.put(key, canonical(key, value)));
        return new CatalogPartitionSpec(canonical);
    }

    private String canonical(String key, String value) {
        try {
            return value == null ? null : PartitionValues.format(parse(key, value), types.get(key));
        } catch (ValidationException e) {
            throw Refusal.of(
                    "add partition to table",
                    table,
                    "has the partition key %s of type %s, which '%s' is not"
                            .formatted(key, types.get(key).asSummaryString(), value));
        }
    }

    /** Whether a partition has the values that are named, however they are spelt. */
    boolean hasValues(CatalogPartitionSpec partition, Map<String, String> named) {
        return named.entrySet().stream()
                .allMatch(
                        entry ->
                                Objects.equals(
                                        value(partition, entry.getKey()),
                                        parse(entry.getKey(), entry.getValue())));
    }

    /** The partition with its values in SQL. */
    AnalyzedPartition toAnalyze(CatalogPartitionSpec partition) {
        Map<String, String> literals = new LinkedHashMap<>();
        for (String key : types.keySet()) {
            Object value = value(partition, key);
            literals.put(key, value == null ? null : literal(value, types.get(key)));
        }
        return new AnalyzedPartition(partition, literals);
    }

    private static String literal(Object value, LogicalType type) {
        String text = PartitionValues.format(value, type);
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> "'" + text.replace("'", "''") + "'";
            case DATE -> "DATE '" + text + "'";
            case TIMESTAMP_WITHOUT_TIME_ZONE -> "TIMESTAMP '" + text + "'";
            case TINYINT, SMALLINT, INTEGER, BIGINT, BOOLEAN -> text;
            default -> "CAST('" + text + "' AS " + type.asSerializableString() + ")";
        };
    }

    private Object value(CatalogPartitionSpec partition, String key) {
        return parse(key, partition.getPartitionSpec().get(key));
    }

    private Object parse(String key, String value) {
        return PartitionValues.parse(value, types.get(key), table.fullName() + "." + key);
    }
}
