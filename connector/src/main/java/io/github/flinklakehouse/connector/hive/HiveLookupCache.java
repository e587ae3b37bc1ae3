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

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.CacheMetricGroup;
import org.apache.flink.table.connector.source.lookup.cache.LookupCache;
import org.apache.flink.table.connector.source.lookup.cache.trigger.CacheReloadTrigger;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rows of a table in memory, once for the tasks of a job in a task manager. They are read anew
 * in the background; until that has succeeded the old ones are served. Flink's own full cache ends
 * the job instead, when a file system fails for a moment.
 */
final class HiveLookupCache implements LookupCache {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HiveLookupCache.class);
    private static final long CLOSE_SECONDS = 10;

    private final HiveLookup lookup;
    private final CacheReloadTrigger trigger;
    private final long maxBytes;

    private transient ExecutorService executor;
    private transient CountDownLatch firstLoad;
    private transient Counter loads;
    private transient Counter failures;
    private transient volatile LookupIndex index;
    private transient volatile Throwable firstFailure;
    private transient volatile long latestLoadMillis;

    /**
     * @param maxBytes memory for rows, old and new ones together; 0 for most of the heap
     */
    HiveLookupCache(HiveLookup lookup, CacheReloadTrigger trigger, long maxBytes) {
        this.lookup = requireNonNull(lookup, "lookup");
        this.trigger = requireNonNull(trigger, "trigger");
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void open(CacheMetricGroup metrics) {
        if (executor == null) {
            start();
        }
        register(metrics);
        try {
            firstLoad.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("interrupted while rows are read to be looked up", e);
        }
        if (firstFailure != null) {
            throw new FlinkRuntimeException(firstFailure.getMessage(), firstFailure);
        }
    }

    private void start() {
        firstLoad = new CountDownLatch(1);
        loads = new ThreadSafeSimpleCounter();
        failures = new ThreadSafeSimpleCounter();
        executor =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread thread = new Thread(task, "hive-lookup");
                            thread.setDaemon(true);
                            // Hive loads classes by name through the thread.
                            thread.setContextClassLoader(getClass().getClassLoader());
                            return thread;
                        });
        try {
            trigger.open(new ReloadContext());
        } catch (Exception e) {
            throw new FlinkRuntimeException("Cannot look up rows: " + e.getMessage(), e);
        }
    }

    /** Flink counts loads of single keys under the names of its own, which never happen here. */
    private void register(CacheMetricGroup metrics) {
        MetricGroup reload = metrics.addGroup("reload");
        reload.counter("loadCount", loads);
        reload.counter("numLoadFailures", failures);
        metrics.latestLoadTimeGauge(() -> latestLoadMillis);
        metrics.numCachedRecordsGauge(() -> index == null ? 0 : index.rowCount());
        metrics.numCachedBytesGauge(() -> index == null ? 0 : index.bytes());
    }

    private final class ReloadContext implements CacheReloadTrigger.Context {
        @Override
        public long currentProcessingTime() {
            return System.currentTimeMillis();
        }

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public CompletableFuture<Void> triggerReload() {
            return CompletableFuture.runAsync(HiveLookupCache.this::reload, executor);
        }
    }

    /** Never throws: the trigger would not come back. */
    private void reload() {
        long start = System.currentTimeMillis();
        try {
            LookupIndex loaded = lookup.load(index, limit());
            latestLoadMillis = System.currentTimeMillis() - start;
            if (loaded != index) {
                index = loaded;
                loads.inc();
            }
        } catch (Exception | OutOfMemoryError e) {
            failures.inc();
            LOG.warn(
                    "Cannot read {} anew, the rows of before are served",
                    lookup.scan().schema().table().fullName(),
                    e);
            if (index == null) {
                firstFailure = e;
            }
        } finally {
            firstLoad.countDown();
        }
    }

    private long limit() {
        long all = maxBytes > 0 ? maxBytes : Runtime.getRuntime().maxMemory() / 10 * 8;
        return index == null ? all : all - index.bytes();
    }

    @Override
    @Nullable
    public Collection<RowData> getIfPresent(RowData key) {
        return index.rows(key);
    }

    @Override
    public Collection<RowData> put(RowData key, Collection<RowData> value) {
        throw new UnsupportedOperationException("All rows are there: " + key);
    }

    @Override
    public void invalidate(RowData key) {
        throw new UnsupportedOperationException("All rows are there: " + key);
    }

    @Override
    public long size() {
        return index == null ? 0 : index.rowCount();
    }

    @Override
    public void close() throws Exception {
        trigger.close();
        if (executor != null) {
            executor.shutdownNow();
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} is still being read", lookup.scan().schema().table().fullName());
            }
        }
        index = null;
    }
}
