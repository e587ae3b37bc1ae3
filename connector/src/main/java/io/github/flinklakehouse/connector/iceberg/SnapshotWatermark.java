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

import org.apache.iceberg.SnapshotUpdate;

/** The watermark that snapshots note which this thread commits, until it is closed. */
final class SnapshotWatermark implements AutoCloseable {
    /** Key in the summary of a snapshot, beside those of Iceberg's sink; in milliseconds. */
    static final String KEY = "flink.watermark";

    private static final ThreadLocal<Long> CURRENT = new ThreadLocal<>();

    private SnapshotWatermark() {}

    static SnapshotWatermark of(long watermark) {
        if (watermark != Watermarked.NONE) {
            CURRENT.set(watermark);
        }
        return new SnapshotWatermark();
    }

    /** Lets the new snapshot note the watermark, if there is one. */
    static <T extends SnapshotUpdate<?>> T note(T update) {
        Long watermark = CURRENT.get();
        if (watermark != null) {
            update.set(KEY, watermark.toString());
        }
        return update;
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
