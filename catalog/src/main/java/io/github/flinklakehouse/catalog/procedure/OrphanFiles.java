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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/** The files in the folder of a table that nothing of the table names. */
final class OrphanFiles {
    private final IcebergTarget target;

    OrphanFiles(IcebergTarget target) {
        this.target = requireNonNull(target, "target");
    }

    /**
     * Those that were last written before a time. The folder is listed before the metadata is read,
     * so that what is committed in between counts as named.
     */
    List<String> olderThan(Instant limit) {
        Map<String, String> candidates = candidates(limit);
        Table table = target.table();
        table.refresh();
        removeNamed(candidates, ReachableFileUtil.metadataFileLocations(table, false));
        removeNamed(candidates, List.of(ReachableFileUtil.versionHintLocation(table)));
        removeNamed(candidates, ReachableFileUtil.manifestListLocations(table));
        removeNamed(candidates, ReachableFileUtil.statisticsFilesLocations(table));
        Map<String, ManifestFile> manifests = new ConcurrentHashMap<>();
        Tasks.foreach(table.snapshots())
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(snapshot -> addManifests(snapshot, manifests));
        removeNamed(candidates, manifests.keySet());
        Tasks.foreach(manifests.values())
                .executeWith(ThreadPools.getWorkerPool())
                .stopOnFailure()
                .throwFailureWhenFinished()
                .run(manifest -> removeFiles(manifest, candidates));
        return List.copyOf(candidates.values());
    }

    /** Deletes files; returns those that are gone now. */
    List<String> delete(List<String> files) {
        Queue<String> deleted = new ConcurrentLinkedQueue<>();
        Tasks.foreach(files)
                .executeWith(ThreadPools.getDeleteWorkerPool())
                .retry(3)
                .stopRetryOn(NotFoundException.class)
                .suppressFailureWhenFinished()
                .run(
                        file -> {
                            target.table().io().deleteFile(file);
                            deleted.add(file);
                        });
        return List.copyOf(deleted);
    }

    /** By the path alone, since one file can be named with and without its file system. */
    private Map<String, String> candidates(Instant limit) {
        if (!(target.table().io() instanceof SupportsPrefixOperations io)) {
            throw target.refuse(
                    "is in a file system that cannot list its files: "
                            + target.table().io().getClass().getName());
        }
        String folder = target.table().location();
        Map<String, String> candidates = new ConcurrentHashMap<>();
        for (FileInfo file : io.listPrefix(folder.endsWith("/") ? folder : folder + "/")) {
            if (file.createdAtMillis() < limit.toEpochMilli()
                    && !isHidden(path(file.location()).substring(path(folder).length()))) {
                candidates.put(path(file.location()), file.location());
            }
        }
        return candidates;
    }

    /** What other tools put beside the files, checksums for example, is theirs. */
    private static boolean isHidden(String relativePath) {
        for (String name : relativePath.split("/", -1)) {
            if (name.startsWith(".") || (name.startsWith("_") && !name.contains("="))) {
                return true;
            }
        }
        return false;
    }

    private void addManifests(Snapshot snapshot, Map<String, ManifestFile> manifests) {
        snapshot.allManifests(target.table().io())
                .forEach(manifest -> manifests.put(manifest.path(), manifest));
    }

    private void removeFiles(ManifestFile manifest, Map<String, String> candidates) {
        try (ManifestReader<? extends ContentFile<?>> reader = reader(manifest)) {
            for (ContentFile<?> file : reader) {
                candidates.remove(path(file.location()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ManifestReader<? extends ContentFile<?>> reader(ManifestFile manifest) {
        Table table = target.table();
        return manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                        .select(List.of("file_path"))
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())
                        .select(List.of("file_path"));
    }

    private static void removeNamed(Map<String, String> candidates, Collection<String> locations) {
        locations.forEach(location -> candidates.remove(path(location)));
    }

    private static String path(String location) {
        return new Path(location).toUri().getPath();
    }
}
