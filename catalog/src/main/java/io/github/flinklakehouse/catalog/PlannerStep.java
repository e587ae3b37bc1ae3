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

import java.util.List;

/**
 * Where Flink's planner stands when it asks for a table.
 *
 * @param step what it does with the query
 * @param depth how deep the query lies within others, through views
 */
record PlannerStep(Step step, long depth) {

    /** Two steps are made for each query, in this order. */
    enum Step {
        /** Names are looked up. */
        VALIDATION,
        /** The names are looked up once more, to plan their scans. */
        CONVERSION,
        /** It is not a query that asks. */
        NONE
    }

    private static final String PLANNER = ".FlinkPlannerImpl";
    private static final String PARSER = ".ParserImpl";

    /** Where the planner stands that is on the stack of this thread. */
    static PlannerStep current() {
        List<StackWalker.StackFrame> frames =
                StackWalker.getInstance().walk(all -> all.filter(PlannerStep::isPlanner).toList());
        return new PlannerStep(
                frames.stream()
                        .map(PlannerStep::step)
                        .filter(step -> step != Step.NONE)
                        .findFirst()
                        .orElse(Step.NONE),
                frames.stream().filter(PlannerStep::beginsQuery).count());
    }

    private static boolean isPlanner(StackWalker.StackFrame frame) {
        return frame.getClassName().contains(PLANNER) || frame.getClassName().endsWith(PARSER);
    }

    private static boolean beginsQuery(StackWalker.StackFrame frame) {
        return frame.getMethodName().equals("expandView") || frame.getMethodName().equals("parse");
    }

    /** Scala puts the name of the class before that of a private method. */
    private static Step step(StackWalker.StackFrame frame) {
        String method = frame.getMethodName();
        return method.endsWith("validate")
                ? Step.VALIDATION
                : method.endsWith("rel") ? Step.CONVERSION : Step.NONE;
    }
}
