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
package io.github.flinklakehouse.connector.metastore;

import static java.util.Objects.requireNonNull;

/** What the metastore answered instead of doing what it was asked. */
public class MetastoreException extends RuntimeException {

    /** Why, as far as a caller can act on it. */
    public enum Reason {
        /** The database, table, partition or function is not there. */
        NOT_FOUND,
        /** The name is taken. */
        ALREADY_EXISTS,
        /** The metastore understood and declined. */
        REFUSED,
        /** No answer after all retries. */
        UNAVAILABLE
    }

    private final Reason reason;

    public MetastoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    /** Why, as far as a caller can act on it. */
    public Reason reason() {
        return reason;
    }
}
