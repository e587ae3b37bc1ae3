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
package io.github.flinklakehouse.catalog;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import org.apache.flink.table.api.ValidationException;

/**
 * The sentence in which something is refused: what, which table, why, and what to do instead.
 *
 * <p>For example: Cannot drop table: db.t is a Delta table (provider=delta) — drop it there
 */
public final class Refusal extends ValidationException {

    private Refusal(String sentence) {
        super(sentence);
    }

    /**
     * Refuses to do something with a table.
     *
     * @param what goes on behind "Cannot"
     * @param why goes on behind the name of the table
     */
    public static Refusal of(String what, MetastoreTable table, String why) {
        return of(what, table.fullName(), why);
    }

    /** Refuses to do something with a name that has no record yet. */
    public static Refusal of(String what, String name, String why) {
        return new Refusal("Cannot " + what + ": " + name + " " + why);
    }

    /** The same refusal with advice. */
    public Refusal instead(String advice) {
        return new Refusal(getMessage() + " — " + advice);
    }
}
