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

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableLock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** Locks on tables, by Hive's own settings. */
public final class HiveLocks {
    private static final String CONCURRENCY = "hive.support.concurrency";
    private static final String RETRIES = "hive.lock.numretries";
    private static final String PAUSE = "hive.lock.sleep.between.retries";

    private HiveLocks() {}

    /** Waits for a lock; it is none at all when Hive itself is told to do without. */
    public static TableLock lock(
            Metastore metastore,
            MetastoreTable table,
            TableLock.Mode mode,
            Configuration configuration) {
        return configuration.getBoolean(CONCURRENCY, /* defaultValue= */ true)
                ? metastore.lock(table.database(), table.name(), mode, patience(configuration))
                : TableLock.NONE;
    }

    private static Duration patience(Configuration configuration) {
        long pause =
                configuration.getTimeDuration(PAUSE, 60, TimeUnit.SECONDS, TimeUnit.MILLISECONDS);
        return Duration.ofMillis(pause).multipliedBy(configuration.getInt(RETRIES, 100));
    }
}
