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

/** A lock on a table, which Hive respects too. It is kept alive until it is closed. */
public interface TableLock extends AutoCloseable {

    /** No lock at all. */
    TableLock NONE =
            new TableLock() {
                @Override
                public void requireHeld() {}

                @Override
                public void close() {}
            };

    /** Whom a lock keeps out. */
    enum Mode {
        /** Only those who want the table alone. */
        SHARED,
        /** Everybody. */
        EXCLUSIVE
    }

    /**
     * Fails when the lock was lost, so that somebody else may have the table now.
     *
     * @throws MetastoreException then
     */
    void requireHeld();

    /** Gives the table free; never fails. */
    @Override
    void close();
}
