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

import io.github.flinklakehouse.connector.metastore.MetastoreException;
import java.util.function.Supplier;
import org.apache.flink.table.catalog.exceptions.CatalogException;

/** Turns what the metastore answers into the exceptions of Flink's catalog interface. */
final class CatalogErrors {

    /** Something to do that can throw a checked exception of the catalog interface. */
    @FunctionalInterface
    interface Action {
        void run();
    }

    private CatalogErrors() {}

    /**
     * Does something that needs an object to exist.
     *
     * @throws E when the metastore says that it does not
     */
    static <E extends Exception> void orNotExists(Action action, Supplier<E> notExists) throws E {
        orThrow(action, MetastoreException.Reason.NOT_FOUND, notExists);
    }

    /**
     * Does something that needs a name to be free.
     *
     * @throws E when the metastore says that it is taken
     */
    static <E extends Exception> void orExists(Action action, Supplier<E> exists) throws E {
        orThrow(action, MetastoreException.Reason.ALREADY_EXISTS, exists);
    }

    /**
     * Creates something at a name that must be free, in something that must exist.
     *
     * @throws E when the metastore says that what it shall be in does not exist
     * @throws F when the metastore says that the name is taken
     */
    static <E extends Exception, F extends Exception> void create(
            Action action, Supplier<E> notExists, Supplier<F> exists) throws E, F {
        try {
            action.run();
        } catch (MetastoreException e) {
            switch (e.reason()) {
                case NOT_FOUND -> throw notExists.get();
                case ALREADY_EXISTS -> throw exists.get();
                case REFUSED, UNAVAILABLE -> throw new CatalogException(e.getMessage(), e);
            }
        }
    }

    private static <E extends Exception> void orThrow(
            Action action, MetastoreException.Reason reason, Supplier<E> exception) throws E {
        try {
            action.run();
        } catch (MetastoreException e) {
            if (e.reason() == reason) {
                throw exception.get();
            }
            throw new CatalogException(e.getMessage(), e);
        }
    }

    /** Asks the metastore something that has no exception of its own in the catalog interface. */
    static <R> R ask(Supplier<R> question) {
        try {
            return question.get();
        } catch (MetastoreException e) {
            throw new CatalogException(e.getMessage(), e);
        }
    }
}
