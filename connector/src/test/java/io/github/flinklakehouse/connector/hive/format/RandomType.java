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

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.time.api.DateTimes;
import net.jqwik.time.api.Dates;
import org.apache.flink.types.Row;

/**
 * A type of Hive, and values of it as Flink has them.
 *
 * @param name in Hive's words
 * @param valueClass of the values
 * @param values without NULL
 */
record RandomType(String name, Class<?> valueClass, Arbitrary<Object> values) {

    private static final int DEEPEST = 3;

    /** Any type, nested up to three levels. */
    static Arbitrary<RandomType> any() {
        return any(DEEPEST);
    }

    /** STRING only. */
    static Arbitrary<RandomType> text() {
        return Arbitraries.just(of("string", String.class, text(20)));
    }

    private static Arbitrary<RandomType> any(int levels) {
        if (levels == 0) {
            return primitive();
        }
        Arbitrary<RandomType> inner = Arbitraries.lazy(() -> any(levels - 1));
        return Arbitraries.frequencyOf(
                Tuple.of(4, primitive()),
                Tuple.of(1, inner.map(RandomType::array)),
                Tuple.of(1, Combinators.combine(key(), inner).as(RandomType::map)),
                Tuple.of(1, inner.list().ofMinSize(1).ofMaxSize(3).map(RandomType::struct)));
    }

    private static Arbitrary<RandomType> primitive() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        of("boolean", Boolean.class, Arbitraries.of(true, false)),
                        of("tinyint", Byte.class, Arbitraries.bytes()),
                        of("smallint", Short.class, Arbitraries.shorts()),
                        of("int", Integer.class, Arbitraries.integers()),
                        of("bigint", Long.class, Arbitraries.longs()),
                        of("float", Float.class, Arbitraries.floats()),
                        of("double", Double.class, Arbitraries.doubles()),
                        of(
                                "binary",
                                byte[].class,
                                Arbitraries.bytes().array(byte[].class).ofMaxSize(20)),
                        of("date", LocalDate.class, date()),
                        of("timestamp", LocalDateTime.class, timestamp(ChronoUnit.NANOS)),
                        of("timestamp", LocalDateTime.class, timestamp(ChronoUnit.MILLIS))),
                key(),
                Arbitraries.integers().between(1, 20).map(RandomType::character),
                Arbitraries.integers().between(1, 20).map(RandomType::varchar),
                decimal());
    }

    private static Arbitrary<RandomType> key() {
        return Arbitraries.of(
                of("string", String.class, text(20)),
                of("int", Integer.class, Arbitraries.integers()));
    }

    private static <T> RandomType of(String name, Class<T> valueClass, Arbitrary<T> values) {
        return new RandomType(name, valueClass, values.map(value -> value));
    }

    private static Arbitrary<LocalDate> date() {
        return Dates.dates().yearBetween(1, 9999);
    }

    /** Times that the clocks of this JVM have shown; the others are refused. */
    private static Arbitrary<LocalDateTime> timestamp(ChronoUnit precision) {
        return DateTimes.dateTimes()
                .yearBetween(1, 9999)
                .ofPrecision(precision)
                .filter(time -> !ZoneId.systemDefault().getRules().getValidOffsets(time).isEmpty());
    }

    /** Letters of one and more bytes, and what text formats have a use for. */
    private static Arbitrary<String> text(int longest) {
        return Arbitraries.strings()
                .withChars("ab Zé漢\u0001\u0002\n\t\\,\"N{}[]:")
                .ofMaxLength(longest);
    }

    private static RandomType character(int length) {
        return of(
                "char(%d)".formatted(length),
                String.class,
                text(length).map(value -> value + " ".repeat(length - value.length())));
    }

    private static RandomType varchar(int length) {
        return of("varchar(%d)".formatted(length), String.class, text(length));
    }

    private static Arbitrary<RandomType> decimal() {
        return Arbitraries.integers()
                .between(1, 38)
                .flatMap(p -> Arbitraries.integers().between(0, p).map(s -> decimal(p, s)));
    }

    private static RandomType decimal(int precision, int scale) {
        BigInteger bound = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        return of(
                "decimal(%d,%d)".formatted(precision, scale),
                BigDecimal.class,
                Arbitraries.bigIntegers()
                        .between(bound.negate(), bound)
                        .map(unscaled -> new BigDecimal(unscaled, scale)));
    }

    private static RandomType array(RandomType element) {
        return new RandomType(
                "array<%s>".formatted(element.name),
                element.valueClass.arrayType(),
                element.nullable()
                        .list()
                        .ofMaxSize(3)
                        .map(list -> list.toArray(element.newArray(list.size()))));
    }

    private Object[] newArray(int length) {
        return (Object[]) Array.newInstance(valueClass, length);
    }

    private static RandomType map(RandomType key, RandomType value) {
        return new RandomType(
                "map<%s,%s>".formatted(key.name, value.name),
                Map.class,
                Arbitraries.maps(key.values, value.nullable()).ofMaxSize(3).map(map -> map));
    }

    private static RandomType struct(List<RandomType> fields) {
        List<String> names = new ArrayList<>();
        for (RandomType field : fields) {
            names.add("f%d:%s".formatted(names.size(), field.name));
        }
        return of("struct<%s>".formatted(String.join(",", names)), Row.class, row(fields));
    }

    /** Rows with these fields. */
    static Arbitrary<Row> row(List<RandomType> fields) {
        return Combinators.combine(fields.stream().map(RandomType::nullable).toList())
                .as(values -> Row.of(values.toArray()));
    }

    private Arbitrary<Object> nullable() {
        return values.injectNull(0.1);
    }
}
