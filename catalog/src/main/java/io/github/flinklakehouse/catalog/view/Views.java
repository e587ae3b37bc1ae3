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

import io.github.flinklakehouse.catalog.FlinkProperties;
import io.github.flinklakehouse.catalog.NoPartitions;
import io.github.flinklakehouse.catalog.NotedColumns;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogPropertiesUtil;
import org.apache.flink.table.catalog.CatalogView;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.ResolvedCatalogView;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.expressions.DefaultSqlFactory;

/**
 * Views. Those made here are stored as Flink's HiveCatalog stores them. Those of Hive and Spark are
 * read as they are: Flink parses their text when they are queried, and says where it cannot. Those
 * of Trino and Iceberg have no text in the metastore that Flink could parse.
 */
public final class Views extends NoPartitions {
    /** Where Spark noted the database that was current when it made the view. */
    private static final String SPARK_DATABASE = "view.catalogAndNamespace.part.1";

    private final Metastore metastore;
    private final IcebergViews icebergViews;

    public Views(LakeConnection connection, Metastore metastore) {
        super("a view", metastore);
        this.metastore = metastore;
        this.icebergViews = new IcebergViews(connection);
    }

    @Override
    public CatalogBaseTable load(MetastoreTable view) {
        try {
            return read(view);
        } catch (Refusal e) {
            return new UnreadableView(NotedColumns.of(view), view.comment().orElse(""), e);
        }
    }

    private CatalogView read(MetastoreTable view) {
        if (IcebergViews.isOne(view)) {
            return icebergViews.load(view);
        }
        Map<String, String> parameters = view.parameters();
        if (isFlinkView(view)) {
            Map<String, String> properties = FlinkProperties.decode(parameters);
            Schema schema =
                    CatalogPropertiesUtil.deserializeCatalogTable(properties).getUnresolvedSchema();
            return view(
                    view,
                    schema,
                    properties.getOrDefault("comment", ""),
                    CatalogPropertiesUtil.deserializeCatalogTable(properties).getOptions());
        }
        requireReadable(view);
        return view(view, NotedColumns.of(view), view.comment().orElse(""), Map.of());
    }

    private static CatalogView view(
            MetastoreTable view, Schema schema, String comment, Map<String, String> options) {
        return CatalogView.of(
                schema, comment, view.viewOriginalText(), view.viewExpandedText(), options);
    }

    private static boolean isFlinkView(MetastoreTable view) {
        return view.parameters().containsKey("flink.schema.0.name")
                || view.parameter(CatalogPropertiesUtil.IS_GENERIC)
                        .or(() -> view.parameter("flink." + CatalogPropertiesUtil.IS_GENERIC))
                        .isPresent();
    }

    private static void requireReadable(MetastoreTable view) {
        if (view.viewOriginalText().startsWith("/* Presto View")
                || "true".equalsIgnoreCase(view.parameters().get("presto_view"))) {
            throw refuse(view, "is a Trino view, whose SQL is encoded in Trino's dialect");
        }
        String database = view.parameters().get(SPARK_DATABASE);
        if (database != null && !database.equalsIgnoreCase(view.database())) {
            throw refuse(
                    view, "is a Spark view whose text counts on the current database " + database);
        }
        PlannerSyntax.error(view.viewExpandedText())
                .ifPresent(
                        error -> {
                            throw refuse(
                                    view,
                                    "is a view of another engine, whose text Flink SQL cannot parse ("
                                            + error
                                            + ")");
                        });
    }

    static Refusal refuse(MetastoreTable view, String why) {
        return Refusal.of("read view", view, why).instead("create a view with Flink's SQL");
    }

    @Override
    public MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        ResolvedCatalogView view = (ResolvedCatalogView) table;
        return new MetastoreTable(
                path.getDatabaseName(),
                path.getObjectName(),
                owner(),
                MetastoreTable.Kind.VIEW,
                List.of(),
                List.of(),
                HiveStorageFormat.TEXTFILE.storage(""),
                parameters(view),
                view.getOriginalQuery(),
                view.getExpandedQuery());
    }

    @Override
    public void alter(MetastoreTable view, CatalogBaseTable newView, List<TableChange> changes) {
        if (!isFlinkView(view)) {
            throw Refusal.of("alter view", view, "was made by another engine")
                    .instead("alter it there, or drop it and create it here");
        }
        metastore.alterTable(
                describe(
                        new ObjectPath(view.database(), view.name()),
                        (ResolvedCatalogView) newView));
    }

    private static Map<String, String> parameters(ResolvedCatalogView view) {
        Map<String, String> parameters =
                new HashMap<>(
                        FlinkProperties.encode(
                                CatalogPropertiesUtil.serializeCatalogView(
                                        view, DefaultSqlFactory.INSTANCE)));
        parameters.put(CatalogPropertiesUtil.IS_GENERIC, "true");
        return parameters;
    }
}
