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
package io.github.flinklakehouse.connector.hive.format;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.TimeZone;
import javax.annotation.Nullable;
import org.apache.flink.table.data.TimestampData;

/**
 * The wall clock of a file's writer, for timestamps that the file has as instants. Not for several
 * threads at once: it remembers the offset from UTC that it used last, with the time for which it
 * is valid.
 */
final class ParquetClock {
    private final ZoneId zone;
    private final ZoneRules rules;

    /** The clock of JDK 7, which differs before 1900; null when the writer had that of JDK 8. */
    @Nullable private final TimeZone old;

    private long validFrom = 1;
    private long validUntil;
    private long offset;

    private ParquetClock(ZoneId zone, @Nullable TimeZone old) {
        this.zone = requireNonNull(zone, "zone");
        this.rules = zone.getRules();
        this.old = old;
    }

    /** A clock in this zone. */
    static ParquetClock in(ZoneId zone) {
        return new ParquetClock(zone, null);
    }

    /** A clock in this zone as {@link java.util.Calendar} has it. */
    static ParquetClock oldIn(ZoneId zone) {
        return new ParquetClock(zone, TimeZone.getTimeZone(zone));
    }

    /** The zone whose wall clock it is. */
    ZoneId zone() {
        return zone;
    }

    /** Whether it differs from today's before 1900. */
    boolean isOld() {
        return old != null;
    }

    /** What it shows at an instant, which is given as the wall-clock time in UTC. */
    TimestampData show(TimestampData utc) {
        long millis = utc.getMillisecond();
        if (old != null && millis < ParquetTimestamps.FIRST_COMMON_CLOCK.toEpochMilli()) {
            LocalDateTime wallClock =
                    ParquetDates.hybridTime(ParquetDates.hybridMillis(millis), old);
            return TimestampData.fromLocalDateTime(wallClock.plusNanos(utc.getNanoOfMillisecond()));
        }
        if (millis < validFrom || millis >= validUntil) {
            remember(Instant.ofEpochMilli(millis));
        }
        return TimestampData.fromEpochMillis(millis + offset, utc.getNanoOfMillisecond());
    }

    private void remember(Instant instant) {
        ZoneOffsetTransition last = rules.previousTransition(instant.plusMillis(1));
        ZoneOffsetTransition next = rules.nextTransition(instant);
        validFrom = last == null ? Long.MIN_VALUE : last.getInstant().toEpochMilli();
        validUntil = next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli();
        offset = rules.getOffset(instant).getTotalSeconds() * 1_000L;
    }
}
