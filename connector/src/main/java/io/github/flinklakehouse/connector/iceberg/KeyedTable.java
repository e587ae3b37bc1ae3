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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Reach;
import java.util.Optional;
import org.apache.iceberg.BaseRowDelta;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.Tasks;

/**
 * A table as the committer of Iceberg's sink sees it, which knows one partition spec only: it stays
 * that of the writers, and equality deletes that are to reach the whole table become so here.
 */
final class KeyedTable extends SinkTable {
    private static final int RETRIES = 4;

    private final int specId;
    private final Reach reach;

    private KeyedTable(BaseTable table, int specId, Reach reach) {
        super(table);
        this.specId = specId;
        this.reach = requireNonNull(reach, "reach");
    }

    static Table of(Table table, int specId, Reach reach) {
        return new KeyedTable((BaseTable) table, specId, reach);
    }

    @Override
    public PartitionSpec spec() {
        return specs().get(specId);
    }

    @Override
    public RowDelta newRowDelta() {
        return SnapshotWatermark.note(new KeyedRowDelta());
    }

    /** Iceberg's format lets deletes reach all partitions if their own spec has none. */
    private PartitionSpec unpartitioned() {
        return findUnpartitioned()
                .orElseGet(
                        () -> {
                            Tasks.foreach(this)
                                    .retry(RETRIES)
                                    .onlyRetryOn(CommitFailedException.class)
                                    .run(KeyedTable::addUnpartitioned);
                            return findUnpartitioned().orElseThrow();
                        });
    }

    private Optional<PartitionSpec> findUnpartitioned() {
        return specs().values().stream().filter(PartitionSpec::isUnpartitioned).findFirst();
    }

    private void addUnpartitioned() {
        refresh();
        if (findUnpartitioned().isEmpty()) {
            UpdatePartitionSpec update = updateSpec().addNonDefaultSpec();
            super.spec().fields().forEach(field -> update.removeField(field.name()));
            update.commit();
        }
    }

    private final class KeyedRowDelta extends BaseRowDelta {
        KeyedRowDelta() {
            super(name(), operations());
            reportWith(reporter());
        }

        @Override
        public RowDelta addDeletes(DeleteFile file) {
            boolean whole =
                    reach == Reach.TABLE
                            && file.content() == FileContent.EQUALITY_DELETES
                            && spec().isPartitioned();
            return super.addDeletes(whole ? TableDeletes.ofTable(file, unpartitioned()) : file);
        }

        @Override
        protected void validate(TableMetadata base, Snapshot parent) {
            super.validate(base, parent);
            if (reach == Reach.PARTITION && base.specs().size() > 1) {
                throw new ValidationException(
                        "Cannot commit to table: %s was partitioned anew while the job ran, whose"
                                + " deletes would not reach the other rows — start the job again",
                        name());
            }
        }
    }
}
