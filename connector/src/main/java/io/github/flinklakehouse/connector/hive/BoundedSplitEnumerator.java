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

import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsBatchSnapshot;

/** Finds the files that partitions have now. */
final class BoundedSplitEnumerator extends HiveSplitEnumerator implements SupportsBatchSnapshot {

    BoundedSplitEnumerator(
            SplitEnumeratorContext<HiveSplit> context, HiveScan scan, HiveSourceState state) {
        super(context, scan, FileDiscovery.Order.ANY, state);
    }

    @Override
    public void start() {
        super.start();
        discovery().start(partitions().values());
    }

    @Override
    public void listed(PartitionFiles files, PartitionListing listing) {
        partitions().remove(files.partition().values());
    }

    @Override
    boolean isFinished() {
        return discovery().isDone();
    }
}
