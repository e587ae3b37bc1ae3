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
package io.github.flinklakehouse.catalog.view;

import java.lang.StackWalker.Option;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Flink SQL can parse a text. The parser is that of the planner that asks for the view: it
 * lives in a class loader of its own, so it can only be reached by reflection.
 */
// Remove when Flink names the view whose text it cannot parse.
final class PlannerSyntax {
    private static final Logger LOG = LoggerFactory.getLogger(PlannerSyntax.class);
    private static final String PLANNER = "org.apache.flink.table.planner.";
    private static final int IDENTIFIER_LENGTH = 256;

    private PlannerSyntax() {}

    /** Why a text does not parse; empty when it does, or when no planner asks. */
    static Optional<String> error(String sql) {
        return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(
                        frames ->
                                frames.filter(frame -> frame.getClassName().startsWith(PLANNER))
                                        .findFirst()
                                        .map(frame -> frame.getDeclaringClass().getClassLoader()))
                .flatMap(planner -> error(sql, planner));
    }

    private static Optional<String> error(String sql, ClassLoader planner) {
        try {
            Object parser = parser(planner);
            parser.getClass().getMethod("parse", String.class).invoke(parser, sql);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(firstSentence(e.getCause()));
        } catch (ReflectiveOperationException e) {
            LOG.warn("Cannot check the text of a view before the planner does", e);
            return Optional.empty();
        }
    }

    /** As the planner configures its own. */
    private static Object parser(ClassLoader planner) throws ReflectiveOperationException {
        Class<?> conformanceType =
                planner.loadClass("org.apache.calcite.sql.validate.SqlConformance");
        Object conformance =
                planner.loadClass("org.apache.flink.sql.parser.validate.FlinkSqlConformance")
                        .getField("DEFAULT")
                        .get(null);
        Object factory =
                planner.loadClass(PLANNER + "delegation.FlinkSqlParserFactories")
                        .getMethod("create", conformanceType)
                        .invoke(null, conformance);
        Class<?> configType = planner.loadClass("org.apache.calcite.sql.parser.SqlParser$Config");
        Class<?> lex = planner.loadClass("org.apache.calcite.config.Lex");
        Object config =
                planner.loadClass("org.apache.calcite.sql.parser.SqlParser")
                        .getMethod("config")
                        .invoke(null);
        Class<?> factoryType =
                planner.loadClass("org.apache.calcite.sql.parser.SqlParserImplFactory");
        config = configType.getMethod("withParserFactory", factoryType).invoke(config, factory);
        config =
                configType
                        .getMethod("withConformance", conformanceType)
                        .invoke(config, conformance);
        config =
                configType.getMethod("withLex", lex).invoke(config, lex.getField("JAVA").get(null));
        config =
                configType
                        .getMethod("withIdentifierMaxLength", int.class)
                        .invoke(config, IDENTIFIER_LENGTH);
        return planner.loadClass(PLANNER + "parse.CalciteParser")
                .getConstructor(configType)
                .newInstance(config);
    }

    private static String firstSentence(Throwable thrown) {
        return String.valueOf(thrown.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replace("SQL parse failed. ", "")
                .replaceFirst("\\.$", "");
    }
}
