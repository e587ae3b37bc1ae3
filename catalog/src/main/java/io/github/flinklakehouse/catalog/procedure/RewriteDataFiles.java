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
package io.github.flinklakehouse.catalog.procedure;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.iceberg.compaction.DataFileCompaction;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;

/** Rewrites small data files, and those with many deleted rows, into large ones, by a job. */
public final class RewriteDataFiles implements Procedure {
    private final ProcedureTables tables;

    RewriteDataFiles(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(
                        name = "target_file_size_bytes",
                        type = @DataTypeHint("BIGINT"),
                        isOptional = true),
                @ArgumentHint(
                        name = "min_input_files",
                        type = @DataTypeHint("INT"),
                        isOptional = true),
                @ArgumentHint(
                        name = "delete_file_threshold",
                        type = @DataTypeHint("INT"),
                        isOptional = true),
                @ArgumentHint(
                        name = "rewrite_all",
                        type = @DataTypeHint("BOOLEAN"),
                        isOptional = true)
            },
            output =
                    @DataTypeHint(
                            "ROW<rewritten_data_files_count BIGINT, added_data_files_count BIGINT, rewritten_bytes_count BIGINT>"))
    public Row[] call(
            ProcedureContext context,
            String name,
            Long targetFileSize,
            Integer minInputFiles,
            Integer deleteFileThreshold,
            Boolean rewriteAll) {
        IcebergTarget target = tables.iceberg("rewrite data files of table", name);
        requireExactTypes(target);
        Map<String, String> options = new HashMap<>();
        put(options, BinPackRewriteFilePlanner.TARGET_FILE_SIZE_BYTES, targetFileSize);
        put(options, BinPackRewriteFilePlanner.MIN_INPUT_FILES, minInputFiles);
        put(options, BinPackRewriteFilePlanner.DELETE_FILE_THRESHOLD, deleteFileThreshold);
        put(options, BinPackRewriteFilePlanner.REWRITE_ALL, rewriteAll);
        DataFileCompaction compaction = plan(target, options);
        if (compaction.isEmpty()) {
            return new Row[] {Row.of(0L, 0L, 0L)};
        }
        write(target, compaction, context);
        try {
            compaction.commit();
        } catch (ValidationException e) {
            throw target.refuse(
                            "had changes in the rewritten files at the same time: "
                                    + e.getMessage())
                    .instead("call the procedure again");
        }
        return new Row[] {
            Row.of(compaction.inputFiles(), compaction.outputFiles(), compaction.inputBytes())
        };
    }

    /** Flink's TIME has milliseconds. */
    private static void requireExactTypes(IcebergTarget target) {
        TypeUtil.indexById(target.table().schema().asStruct())
                .forEach(
                        (id, field) -> {
                            if (field.type().typeId() == Type.TypeID.TIME) {
                                throw target.refuse(
                                                "has the column %s of type TIME, which would lose its microseconds"
                                                        .formatted(field.name()))
                                        .instead("rewrite it in Spark");
                            }
                        });
    }

    private static void put(Map<String, String> options, String key, Object value) {
        if (value != null) {
            options.put(key, value.toString());
        }
    }

    private static DataFileCompaction plan(IcebergTarget target, Map<String, String> options) {
        try {
            return new DataFileCompaction(target.table(), options);
        } catch (IllegalArgumentException e) {
            throw target.refuse("cannot be planned for: " + e.getMessage());
        }
    }

    private static void write(
            IcebergTarget target, DataFileCompaction compaction, ProcedureContext context) {
        try {
            compaction.write(context.getExecutionEnvironment());
        } catch (Exception e) {
            throw new TableException(
                    "Cannot rewrite data files of table: the job for %s failed, and nothing was changed"
                            .formatted(target.record().fullName()),
                    e);
        }
    }
}
