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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.LookupTableSource.LookupContext;
import org.apache.flink.table.connector.source.LookupTableSource.LookupRuntimeProvider;
import org.apache.flink.table.connector.source.lookup.LookupOptions;
import org.apache.flink.table.connector.source.lookup.PartialCachingLookupProvider;
import org.apache.flink.table.connector.source.lookup.cache.trigger.CacheReloadTrigger;
import org.apache.flink.table.connector.source.lookup.cache.trigger.PeriodicCacheReloadTrigger;
import org.apache.flink.table.connector.source.lookup.cache.trigger.TimedCacheReloadTrigger;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.LookupFunction;

/** Plans joins of a stream with the rows that a table has at the moment. */
final class HiveLookupPlan {
    private static final String FULL_CACHE = "lookup.full-cache.";

    private final MetastoreTable table;
    private final ReadableConfig options;

    /**
     * @param options of the table, hints included
     */
    HiveLookupPlan(MetastoreTable table, ReadableConfig options) {
        this.table = requireNonNull(table, "table");
        this.options = requireNonNull(options, "options");
    }

    /**
     * @param interval at which the table is looked at, if that is said; else the options decide
     */
    LookupRuntimeProvider provider(
            HiveScan scan,
            LookupPartitions partitions,
            Optional<Duration> interval,
            LookupContext context) {
        HiveLookup lookup =
                new HiveLookup(
                        scan,
                        new HiveBulkFormat(scan, context.createTypeInformation(scan.rowType())),
                        partitions,
                        keys(context.getKeys()));
        return PartialCachingLookupProvider.of(
                new NoLookup(), new HiveLookupCache(lookup, trigger(interval), /* maxBytes= */ 0));
    }

    private List<Integer> keys(int[][] paths) {
        if (Arrays.stream(paths).anyMatch(path -> path.length != 1)) {
            throw new ValidationException(
                    "Cannot look up rows: %s is joined by a field inside a column — join by whole columns"
                            .formatted(table.fullName()));
        }
        return Arrays.stream(paths).map(path -> path[0]).toList();
    }

    private CacheReloadTrigger trigger(Optional<Duration> interval) {
        requireFull();
        if (interval.isPresent()) {
            return periodic(interval.get());
        }
        Configuration full = Configuration.fromMap(options.toMap());
        boolean isFull = full.keySet().stream().anyMatch(key -> key.startsWith(FULL_CACHE));
        if (!isFull) {
            return periodic(options.get(HiveOptions.LOOKUP_JOIN_CACHE_TTL));
        }
        full.set(LookupOptions.CACHE_TYPE, LookupOptions.LookupCacheType.FULL);
        try {
            return switch (full.get(LookupOptions.FULL_CACHE_RELOAD_STRATEGY)) {
                case PERIODIC -> PeriodicCacheReloadTrigger.fromConfig(full);
                case TIMED -> TimedCacheReloadTrigger.fromConfig(full);
            };
        } catch (RuntimeException e) {
            throw new ValidationException(
                    "Cannot look up rows: %s has options '%s…' that do not fit together — %s"
                            .formatted(table.fullName(), FULL_CACHE, e.getMessage()),
                    e);
        }
    }

    private static CacheReloadTrigger periodic(Duration interval) {
        return new PeriodicCacheReloadTrigger(
                interval, PeriodicCacheReloadTrigger.ScheduleMode.FIXED_DELAY);
    }

    private void requireFull() {
        Optional<LookupOptions.LookupCacheType> type =
                options.getOptional(LookupOptions.CACHE_TYPE);
        if (type.isPresent() && type.get() != LookupOptions.LookupCacheType.FULL) {
            throw new ValidationException(
                    "Cannot look up rows: %s has the option '%s' = '%s', but files have no keys to find single rows by — set it to 'FULL'"
                            .formatted(
                                    table.fullName(), LookupOptions.CACHE_TYPE.key(), type.get()));
        }
        boolean hasInterval =
                options.toMap().keySet().stream().anyMatch(key -> key.startsWith(FULL_CACHE));
        if (hasInterval && options.getOptional(HiveOptions.LOOKUP_JOIN_CACHE_TTL).isPresent()) {
            throw new ValidationException(
                    "Cannot look up rows: %s has both the option '%s' and '%s…', which say the same — remove one"
                            .formatted(
                                    table.fullName(),
                                    HiveOptions.LOOKUP_JOIN_CACHE_TTL.key(),
                                    FULL_CACHE));
        }
    }

    /** What Flink asks for a key that is not cached: there is none. */
    static final class NoLookup extends LookupFunction {
        private static final long serialVersionUID = 1L;

        @Override
        public Collection<RowData> lookup(RowData key) {
            throw new IllegalStateException("All rows are cached");
        }
    }
}
