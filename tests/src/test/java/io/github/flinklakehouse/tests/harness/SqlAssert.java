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
package io.github.flinklakehouse.tests.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;

/**
 * Asserts what a statement answers: {@code assertSql(session, "SELECT …").returns("+I[1, a]")}.
 * Rows are compared as the text that Flink prints.
 */
public final class SqlAssert {
    private final Session session;
    private final String sql;

    private SqlAssert(Session session, String sql) {
        this.session = session;
        this.sql = sql;
    }

    /** Starts an assertion; the statement runs when it is known what is expected. */
    public static SqlAssert assertSql(Session session, String sql) {
        return new SqlAssert(session, sql);
    }

    /** Exactly these rows, in any order. */
    public void returns(String... rows) {
        assertThat(texts()).as(sql).containsExactlyInAnyOrder(rows);
    }

    /** Exactly these rows, in this order. */
    public void returnsInOrder(String... rows) {
        assertThat(texts()).as(sql).containsExactly(rows);
    }

    /** At least these rows. */
    public void contains(String... rows) {
        assertThat(texts()).as(sql).contains(rows);
    }

    /** None of these rows. */
    public void doesNotContain(String... rows) {
        assertThat(texts()).as(sql).doesNotContain(rows);
    }

    /** Ends without an exception. */
    public void succeeds() {
        session.run(sql);
    }

    /** Fails; some exception of the chain has exactly this message. */
    public void fails(String message) {
        Throwable thrown = catchThrowable(() -> session.rows(sql));
        assertThat(thrown).as("expected to fail: " + sql).isNotNull();
        assertThat(messages(thrown))
                .as(ExceptionUtils.stringifyException(thrown))
                .contains(message);
    }

    /** Fails; some exception of the chain has a message with this text. */
    public void failsWith(String text) {
        Throwable thrown = catchThrowable(() -> session.rows(sql));
        assertThat(thrown).as("expected to fail: " + sql).isNotNull();
        assertThat(messages(thrown))
                .as(ExceptionUtils.stringifyException(thrown))
                .anySatisfy(message -> assertThat(message).contains(text));
    }

    private List<String> texts() {
        return session.rows(sql).stream().map(Row::toString).toList();
    }

    private static List<String> messages(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .map(t -> String.valueOf(t.getMessage()))
                .toList();
    }
}
