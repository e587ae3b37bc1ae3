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

/** Tells which of the planner's classes asks the catalog, where the question does not say it. */
final class PlannerStack {
    /** Those classes call the catalog nearly themselves: what is further down is not they. */
    private static final int FRAMES = 12;

    private PlannerStack() {}

    /**
     * Whether this class is near on the stack.
     *
     * @param simpleName of a class that is the only one of its name
     */
    static boolean isAskedBy(String simpleName) {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.limit(FRAMES)
                                        .anyMatch(
                                                f -> f.getClassName().endsWith("." + simpleName)));
    }
}
