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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;

/**
 * Iceberg's committer, with the watermark of what it commits.
 *
 * @param <C> what Iceberg commits
 */
record WatermarkCommitter<C>(Committer<C> committer) implements Committer<Watermarked<C>> {
    WatermarkCommitter {
        requireNonNull(committer, "committer");
    }

    @Override
    public void commit(Collection<CommitRequest<Watermarked<C>>> requests)
            throws IOException, InterruptedException {
        long watermark = Long.MAX_VALUE;
        List<CommitRequest<C>> unwrapped = new ArrayList<>();
        for (CommitRequest<Watermarked<C>> request : requests) {
            watermark = Math.min(watermark, request.getCommittable().watermark());
            unwrapped.add(new Request<>(request));
        }
        try (SnapshotWatermark ignored = SnapshotWatermark.of(watermark)) {
            committer.commit(unwrapped);
        }
    }

    @Override
    public void close() throws Exception {
        committer.close();
    }

    private record Request<C>(CommitRequest<Watermarked<C>> request) implements CommitRequest<C> {
        @Override
        public C getCommittable() {
            return request.getCommittable().committable();
        }

        @Override
        public int getNumberOfRetries() {
            return request.getNumberOfRetries();
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            request.signalFailedWithKnownReason(reason);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            request.signalFailedWithUnknownReason(reason);
        }

        @Override
        public void retryLater() {
            request.retryLater();
        }

        @Override
        public void updateAndRetryLater(C committable) {
            request.updateAndRetryLater(
                    new Watermarked<>(committable, request.getCommittable().watermark()));
        }

        @Override
        public void signalAlreadyCommitted() {
            request.signalAlreadyCommitted();
        }
    }
}
