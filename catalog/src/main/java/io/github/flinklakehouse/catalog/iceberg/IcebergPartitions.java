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
package io.github.flinklakehouse.catalog.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.MetadataTableUtils;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.Partitioning;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The partitions of an Iceberg table: those that its current data files are in. */
final class IcebergPartitions {

    /** Position of {@code file_count}, 0 where nothing but deletes of all partitions is. */
    private static final int DATA_FILES = 3;

    private IcebergPartitions() {}

    static List<CatalogPartitionSpec> list(Table table) {
        if (table.currentSnapshot() == null) {
            return List.of();
        }
        Table partitions =
                MetadataTableUtils.createMetadataTableInstance(table, MetadataTableType.PARTITIONS);
        List<Types.NestedField> fields = Partitioning.partitionType(table).fields();
        Map<Integer, Transform<?, ?>> transforms = transforms(table);
        List<CatalogPartitionSpec> specs = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = partitions.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                try (CloseableIterable<StructLike> rows = task.asDataTask().rows()) {
                    rows.forEach(
                            row -> {
                                if (row.get(DATA_FILES, Integer.class) > 0) {
                                    specs.add(
                                            spec(row.get(0, StructLike.class), fields, transforms));
                                }
                            });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return specs;
    }

    /** Of all specs that the table ever had. */
    private static Map<Integer, Transform<?, ?>> transforms(Table table) {
        Map<Integer, Transform<?, ?>> transforms = new HashMap<>();
        table.specs()
                .values()
                .forEach(
                        spec -> {
                            for (PartitionField field : spec.fields()) {
                                transforms.putIfAbsent(field.fieldId(), field.transform());
                            }
                        });
        return transforms;
    }

    private static CatalogPartitionSpec spec(
            StructLike partition,
            List<Types.NestedField> fields,
            Map<Integer, Transform<?, ?>> transforms) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Types.NestedField field = fields.get(i);
            values.put(
                    field.name(),
                    text(transforms.get(field.fieldId()), field.type(), partition, i));
        }
        return new CatalogPartitionSpec(values);
    }

    @SuppressWarnings("unchecked")
    private static String text(
            Transform<?, ?> transform, Type type, StructLike partition, int position) {
        Object value = partition.get(position, Object.class);
        return value == null ? null : ((Transform<?, Object>) transform).toHumanString(type, value);
    }
}
