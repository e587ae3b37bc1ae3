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

import java.io.Serializable;

/**
 * A recipe for a metastore, so that running jobs can reach it. Loading is cheap: connections are
 * made on first use and shared by the process.
 */
@FunctionalInterface
public interface MetastoreLoader extends Serializable {

    /** The metastore. */
    Metastore load();
}
