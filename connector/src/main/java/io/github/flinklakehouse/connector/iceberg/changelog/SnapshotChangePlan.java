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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.iceberg.changelog.ChangeTask.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * What one snapshot changed: its deletes of earlier rows, then its new rows. The table is planned,
 * as it was before, only if the snapshot removed data files or deleted earlier rows by position.
 */
final class SnapshotChangePlan {
    private final Table table;
    private final KeyedStream stream;
    private final Snapshot snapshot;
    private final ExecutorService pool;
    private final String schema;
    private final List<FileScanTask> tasks = new ArrayList<>();

    /**
     * @param pool that reads the manifests
     */
    SnapshotChangePlan(Table table, KeyedStream stream, Snapshot snapshot, ExecutorService pool) {
        this.table = requireNonNull(table, "table");
        this.stream = requireNonNull(stream, "stream");
        this.snapshot = requireNonNull(snapshot, "snapshot");
        this.pool = requireNonNull(pool, "pool");
        this.schema = SchemaParser.toJson(table.schema());
    }

    /** Tasks to be read in this order. */
    List<FileScanTask> tasks() {
        if (DataOperations.REPLACE.equals(snapshot.operation())) {
            return List.of();
        }
        SnapshotChanges changes =
                SnapshotChanges.builderFor(table).snapshot(snapshot).executeWith(pool).build();
        Map<String, DataFile> added = new HashMap<>();
        changes.addedDataFiles().forEach(file -> added.put(file.location(), file));
        List<DeleteFile> positions = new ArrayList<>();
        List<DeleteFile> keys = new ArrayList<>();
        for (DeleteFile file : changes.addedDeleteFiles()) {
            (file.content() == FileContent.EQUALITY_DELETES ? keys : positions).add(file);
        }
        Set<String> removed = new HashSet<>();
        changes.removedDataFiles().forEach(file -> removed.add(file.location()));

        deleteEarlierRows(removed, earlierHits(positions, added.keySet()));
        keys.forEach(this::deleteByKey);
        added.values().forEach(file -> insert(file, positions));
        return tasks;
    }

    /** The new position deletes of each data file that was there before. */
    private Map<String, List<DeleteFile>> earlierHits(
            List<DeleteFile> positions, Set<String> added) {
        Map<String, List<DeleteFile>> hits = new HashMap<>();
        Set<String> ofManyFiles = new HashSet<>();
        for (DeleteFile file : positions) {
            String hit = ContentFileUtil.referencedDataFileLocation(file);
            if (hit == null) {
                ofManyFiles.add(file.location());
            } else if (!added.contains(hit)) {
                hits.computeIfAbsent(hit, key -> new ArrayList<>()).add(file.copyWithoutStats());
            }
        }
        if (!ofManyFiles.isEmpty()) {
            // Iceberg knows which files they may be of.
            for (FileScanTask task : plan(snapshot.snapshotId())) {
                String hit = task.file().location();
                if (!added.contains(hit)) {
                    task.deletes().stream()
                            .filter(file -> ofManyFiles.contains(file.location()))
                            .forEach(
                                    file ->
                                            hits.computeIfAbsent(hit, key -> new ArrayList<>())
                                                    .add(file));
                }
            }
        }
        return hits;
    }

    /**
     * @param removed locations of data files that are gone
     * @param hits new position deletes by location of the data file
     */
    private void deleteEarlierRows(Set<String> removed, Map<String, List<DeleteFile>> hits) {
        if (removed.isEmpty() && hits.isEmpty()) {
            return;
        }
        Long parent = snapshot.parentId();
        if (parent == null || table.snapshot(parent) == null) {
            throw stream.refusal(
                    "has the snapshot %d, which deleted rows of an expired one"
                            .formatted(snapshot.snapshotId()),
                    "start from a later snapshot");
        }
        for (FileScanTask task : plan(parent)) {
            String location = task.file().location();
            if (removed.contains(location)) {
                tasks.add(ChangeTask.of(Kind.DELETE, task));
            } else if (hits.containsKey(location)) {
                tasks.add(ChangeTask.atPositions(task, hits.get(location)));
            }
        }
    }

    private List<FileScanTask> plan(long snapshotId) {
        try (CloseableIterable<FileScanTask> planned =
                table.newScan().useSnapshot(snapshotId).planWith(pool).planFiles()) {
            List<FileScanTask> all = new ArrayList<>();
            planned.forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteByKey(DeleteFile file) {
        if (!stream.key().equals(Set.copyOf(file.equalityFieldIds()))) {
            throw stream.refusal(
                    "has the snapshot %d, which deleted rows by the columns %s, not by the primary key"
                            .formatted(
                                    snapshot.snapshotId(),
                                    file.equalityFieldIds().stream()
                                            .map(table.schema()::findColumnName)
                                            .collect(Collectors.joining(", ", "(", ")"))),
                    "read it in batch");
        }
        PartitionSpec spec = table.specs().get(file.specId());
        DataFiles.Builder keys =
                DataFiles.builder(spec)
                        .withPath(file.location())
                        .withFormat(file.format())
                        .withFileSizeInBytes(file.fileSizeInBytes())
                        .withRecordCount(file.recordCount())
                        .withEncryptionKeyMetadata(file.keyMetadata());
        if (spec.isPartitioned()) {
            keys.withPartition(file.partition());
        }
        tasks.add(ChangeTask.of(Kind.DELETE_BY_KEY, scan(keys.build(), List.of())));
    }

    /** Deletes by key of the same snapshot are of earlier rows only. */
    private void insert(DataFile file, List<DeleteFile> positions) {
        List<DeleteFile> own =
                positions.stream()
                        .filter(delete -> mayBeOf(delete, file))
                        .map(ContentFile::copyWithoutStats)
                        .toList();
        tasks.add(ChangeTask.of(Kind.INSERT, scan(file.copyWithoutStats(), own)));
    }

    private static boolean mayBeOf(DeleteFile delete, DataFile file) {
        String hit = ContentFileUtil.referencedDataFileLocation(delete);
        return hit == null
                ? delete.specId() == file.specId()
                        && Objects.equals(delete.partition(), file.partition())
                : hit.equals(file.location());
    }

    private FileScanTask scan(DataFile file, List<DeleteFile> deletes) {
        return new BaseFileScanTask(
                file,
                deletes.toArray(DeleteFile[]::new),
                schema,
                PartitionSpecParser.toJson(table.specs().get(file.specId())),
                ResidualEvaluator.unpartitioned(Expressions.alwaysTrue()));
    }
}
