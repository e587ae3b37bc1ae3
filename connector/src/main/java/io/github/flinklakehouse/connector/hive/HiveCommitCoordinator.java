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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * Tells the writers of an insert how partitions are stored. When all of them have reported their
 * files, commits it once, and leaves no staging directory behind, however the job ends. A
 * coordinator is used as it is the only part of a job that Flink tells about every end: success,
 * failure and cancellation.
 *
 * <p>All methods are called by the JobManager's main thread; the commit has its own.
 */
final class HiveCommitCoordinator implements OperatorCoordinator, CoordinationRequestHandler {

    /** How long a job that is being cancelled waits for a commit to be rolled back. */
    private static final long ROLLBACK_SECONDS = 60;

    private final Context context;
    private final HiveCommitter committer;
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(HiveCommitCoordinator::thread);
    private final PartitionLookup partitions;
    private final Map<Integer, WrittenFiles> reports = new HashMap<>();

    /** The commit that was begun, and has not failed. */
    @Nullable private CompletableFuture<CoordinationResponse> commit;

    /** Whether a checkpoint says that an earlier JobManager has committed. */
    private boolean committedBefore;

    private boolean restored;

    HiveCommitCoordinator(
            Context context,
            HiveInsert insert,
            MetastoreLoader metastore,
            HiveCommitter committer) {
        this.context = requireNonNull(context, "context");
        this.committer = requireNonNull(committer, "committer");
        this.partitions = new PartitionLookup(insert, metastore, executor);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "hive-commit");
        // Hive loads classes by name through the thread.
        thread.setContextClassLoader(HiveCommitCoordinator.class.getClassLoader());
        return thread;
    }

    @Override
    public void start() throws IOException {
        committer.undoInterrupted();
        if (!restored) {
            // A JobManager that died may have left them under the same job id.
            committer.deleteStagingDirectories();
        }
    }

    @Override
    public CompletableFuture<CoordinationResponse> handleCoordinationRequest(
            CoordinationRequest request) {
        return request instanceof PartitionRequest question
                ? partition(question.values())
                : report((WrittenFiles) request);
    }

    private CompletableFuture<CoordinationResponse> partition(List<String> values) {
        return partitions
                .find(values)
                .thenApply(
                        partition -> {
                            committer.willBeStaged(partition.storage());
                            return new PartitionRequest.Answer(partition);
                        });
    }

    private CompletableFuture<CoordinationResponse> report(WrittenFiles report) {
        if (committedBefore) {
            return accepted();
        }
        if (commit != null && !commit.isCompletedExceptionally()) {
            return commit;
        }
        reports.put(report.subtask(), report);
        if (reports.size() < context.currentParallelism()) {
            return accepted();
        }
        List<WrittenFile> files =
                reports.values().stream().flatMap(each -> each.files().stream()).toList();
        commit = CompletableFuture.supplyAsync(() -> commit(files), executor);
        return commit;
    }

    private static CompletableFuture<CoordinationResponse> accepted() {
        return CompletableFuture.completedFuture(new WrittenFiles.Accepted());
    }

    private CoordinationResponse commit(List<WrittenFile> files) {
        committer.commit(files);
        return new WrittenFiles.Accepted();
    }

    @Override
    public void subtaskReset(int subtask, long checkpointId) {
        reports.remove(subtask);
    }

    @Override
    public void executionAttemptFailed(int subtask, int attempt, @Nullable Throwable reason) {
        reports.computeIfPresent(
                subtask, (key, report) -> report.attempt() == attempt ? null : report);
    }

    @Override
    public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
        result.complete(new byte[] {(byte) (isCommitted() ? 1 : 0)});
    }

    private boolean isCommitted() {
        return committedBefore
                || (commit != null && commit.isDone() && !commit.isCompletedExceptionally());
    }

    @Override
    public void resetToCheckpoint(long checkpointId, @Nullable byte[] state) {
        reports.clear();
        restored |= state != null;
        committedBefore |= state != null && state[0] == 1;
    }

    @Override
    public void close() throws IOException {
        executor.shutdownNow();
        awaitRollback();
        committer.deleteStagingDirectories();
    }

    private void awaitRollback() {
        try {
            if (!executor.awaitTermination(ROLLBACK_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "Cannot end insert: its commit is still being rolled back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot end insert: interrupted", e);
        }
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        throw new UnsupportedOperationException("Writers send requests, not events: " + event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {}

    @Override
    public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {}
}
