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

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Makes the jobs of procedures go where the session's go, as the SQL client and {@code flink run}
 * do. Flink would run them in a cluster of its own, since a procedure gets a new environment.
 */
public final class ClientEnvironment extends StreamExecutionEnvironment {

    private ClientEnvironment(Configuration configuration) {
        super(configuration);
    }

    /** From now on, in this JVM. */
    public static void begin() {
        initializeContextEnvironment(ClientEnvironment::new);
    }

    /** As it was before. */
    public static void end() {
        resetContextEnvironment();
    }
}
