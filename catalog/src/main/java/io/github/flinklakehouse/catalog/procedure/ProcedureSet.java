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

import io.github.flinklakehouse.catalog.Folders;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.NestedTables;
import java.util.Map;
import org.apache.flink.table.procedures.Procedure;

/** All procedures, by the names that they are called by. */
public final class ProcedureSet {

    private ProcedureSet() {}

    /** The procedures over this metastore. */
    public static Map<String, Procedure> over(
            LakeConnection connection, Metastore metastore, Folders folders) {
        ProcedureTables tables = new ProcedureTables(connection, metastore);
        return Map.ofEntries(
                Map.entry("ancestors_of", new AncestorsOf(tables)),
                Map.entry("cherrypick_snapshot", new CherrypickSnapshot(tables)),
                Map.entry("create_branch", new CreateBranch(tables)),
                Map.entry("create_tag", new CreateTag(tables)),
                Map.entry("drop_branch", new DropBranch(tables)),
                Map.entry("drop_broken_table", new DropBrokenTable(tables, metastore, folders)),
                Map.entry("drop_tag", new DropTag(tables)),
                Map.entry("expire_snapshots", new ExpireSnapshots(tables)),
                Map.entry("fast_forward", new FastForward(tables)),
                Map.entry("list_tables", new ListTables(metastore)),
                Map.entry("publish_changes", new PublishChanges(tables)),
                Map.entry("register_table", new RegisterTable(connection, metastore)),
                Map.entry(
                        "remove_orphan_files",
                        new RemoveOrphanFiles(tables, new NestedTables(metastore))),
                Map.entry("rewrite_data_files", new RewriteDataFiles(tables)),
                Map.entry("rewrite_manifests", new RewriteManifests(tables)),
                Map.entry("rollback_to_snapshot", new RollbackToSnapshot(tables)),
                Map.entry("rollback_to_timestamp", new RollbackToTimestamp(tables)),
                Map.entry("set_current_snapshot", new SetCurrentSnapshot(tables)),
                Map.entry("sync_partitions", new SyncPartitions(tables, metastore, folders)));
    }
}
