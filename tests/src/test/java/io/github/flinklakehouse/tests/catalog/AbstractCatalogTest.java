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
package io.github.flinklakehouse.tests.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.flinklakehouse.tests.harness.Lake;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogFunctionImpl;
import org.apache.flink.table.catalog.CatalogModel;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.CatalogTest;
import org.apache.flink.table.catalog.CatalogTestUtil;
import org.apache.flink.table.catalog.CatalogView;
import org.apache.flink.table.catalog.FunctionLanguage;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogView;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Flink's own test of a catalog, on this catalog; a subclass says which tables it makes. */
abstract class AbstractCatalogTest extends CatalogTest {

    @BeforeAll
    static void openCatalog() {
        catalog =
                FactoryUtil.createCatalog(
                        TEST_CATALOG_NAME,
                        Map.of("type", "lakehouse", "uri", Lake.instance().metastore().uri()),
                        new Configuration(),
                        AbstractCatalogTest.class.getClassLoader());
        catalog.open();
    }

    /** What all tables of the subclass have. */
    abstract Map<String, String> tableOptions();

    /** The cases that these tables cannot pass, each with its reason. */
    abstract Map<String, String> excluded();

    @BeforeEach
    void skipExcluded(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        assumeThat(excluded().get(name)).isNull();
    }

    @Test
    void excludedCasesExist() {
        assertThat(Stream.of(CatalogTest.class.getMethods()).map(Method::getName))
                .containsAll(excluded().keySet());
    }

    /** One reason for several cases. */
    static Map<String, String> because(String reason, String... cases) {
        return Stream.of(cases).collect(Collectors.toMap(name -> name, name -> reason));
    }

    /** Without the number of databases: other tests have some in this metastore, too. */
    @Override
    @Test
    public void testCreateDb_DatabaseAlreadyExist_ignored() throws Exception {
        CatalogDatabase first = createDb();
        catalog.createDatabase(db1, first, false);
        catalog.createDatabase(db1, createAnotherDb(), true);
        CatalogTestUtil.checkEquals(first, catalog.getDatabase(db1));
        assertThat(catalog.listDatabases()).contains(db1, "default").doesNotHaveDuplicates();
    }

    @Override
    public CatalogDatabase createDb() {
        return new CatalogDatabaseImpl(Map.of("k1", "v1"), TEST_COMMENT);
    }

    @Override
    public CatalogDatabase createAnotherDb() {
        return new CatalogDatabaseImpl(Map.of("k2", "v2"), "another comment");
    }

    @Override
    public CatalogTable createTable() {
        return table(createSchema(), List.of(), Map.of("is_streaming", "false"));
    }

    /** With other options: a schema is altered by changes, which this test does not make. */
    @Override
    public CatalogTable createAnotherTable() {
        return table(createSchema(), List.of(), Map.of("another", "option"));
    }

    @Override
    public CatalogTable createStreamingTable() {
        return table(createSchema(), List.of(), Map.of(IS_STREAMING, "true"));
    }

    @Override
    public CatalogTable createPartitionedTable() {
        return table(createSchema(), createPartitionKeys(), Map.of());
    }

    @Override
    public CatalogTable createAnotherPartitionedTable() {
        return table(createSchema(), createPartitionKeys(), Map.of("another", "option"));
    }

    /** A table of the subclass. */
    CatalogTable table(ResolvedSchema schema, List<String> keys, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(tableOptions());
        all.putAll(options);
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .comment(TEST_COMMENT)
                        .partitionKeys(keys)
                        .options(all)
                        .build(),
                schema);
    }

    @Override
    public CatalogView createView() {
        return view("SELECT 1 AS `first`");
    }

    @Override
    public CatalogView createAnotherView() {
        return view("SELECT 2 AS `first`");
    }

    private CatalogView view(String query) {
        ResolvedSchema schema = createSchema();
        return new ResolvedCatalogView(
                CatalogView.of(
                        Schema.newBuilder().fromResolvedSchema(schema).build(),
                        TEST_COMMENT,
                        query,
                        query + " -- expanded",
                        Map.of("key", "value")),
                schema);
    }

    @Override
    protected CatalogFunction createFunction() {
        return new CatalogFunctionImpl("org.apache.flink.table.functions.ScalarFunction");
    }

    @Override
    protected CatalogFunction createPythonFunction() {
        return new CatalogFunctionImpl("module.function", FunctionLanguage.PYTHON);
    }

    @Override
    protected CatalogFunction createAnotherFunction() {
        return new CatalogFunctionImpl(
                "org.apache.flink.table.functions.TableFunction", FunctionLanguage.SCALA);
    }

    @Override
    public CatalogPartition createPartition() {
        return new CatalogPartitionImpl(new HashMap<>(), TEST_COMMENT);
    }

    /** A metastore keeps no models. */
    @Override
    protected boolean supportsModels() {
        return false;
    }

    @Override
    public CatalogModel createModel() {
        throw new UnsupportedOperationException("A metastore keeps no models");
    }
}
