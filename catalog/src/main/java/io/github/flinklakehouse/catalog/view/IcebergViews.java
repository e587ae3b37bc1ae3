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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.catalog.SchemaExtras.PhysicalColumn;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogView;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.apache.iceberg.view.ViewVersion;

/** Iceberg views: their text, in one dialect or more, is in a file that the metastore names. */
final class IcebergViews {
    private static final String MARK = "iceberg-view";

    private final LakeConnection connection;

    IcebergViews(LakeConnection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    static boolean isOne(MetastoreTable view) {
        return MARK.equalsIgnoreCase(view.parameters().get("table_type"));
    }

    /**
     * The view in the first dialect that Flink SQL can parse.
     *
     * @throws Refusal when there is none
     */
    CatalogView load(MetastoreTable view) {
        ViewMetadata metadata = metadata(view);
        ViewVersion version = metadata.currentVersion();
        String namespace = version.defaultNamespace().toString();
        if (!namespace.isEmpty() && !namespace.equalsIgnoreCase(view.database())) {
            throw Views.refuse(
                    view,
                    "is an Iceberg view whose text counts on the current database " + namespace);
        }
        List<String> errors = new ArrayList<>();
        for (var representation : version.representations()) {
            if (representation instanceof SQLViewRepresentation sql) {
                Optional<String> error = PlannerSyntax.error(sql.sql());
                if (error.isEmpty()) {
                    return CatalogView.of(
                            schema(metadata),
                            metadata.properties().getOrDefault("comment", ""),
                            sql.sql(),
                            sql.sql(),
                            Map.of());
                }
                errors.add(sql.dialect() + ": " + error.get());
            }
        }
        throw Views.refuse(
                view,
                "is an Iceberg view in no dialect that Flink SQL can parse (%s)"
                        .formatted(String.join("; ", errors)));
    }

    private ViewMetadata metadata(MetastoreTable view) {
        String location = view.parameters().getOrDefault("metadata_location", "");
        FileIO io =
                connection
                        .icebergCatalog()
                        .newTableOps(TableIdentifier.of(view.database(), view.name()))
                        .io();
        try {
            return ViewMetadataParser.read(io.newInputFile(location));
        } catch (NotFoundException | IllegalArgumentException e) {
            throw Views.refuse(
                    view, "is an Iceberg view whose metadata file is missing: " + location);
        }
    }

    private static Schema schema(ViewMetadata metadata) {
        List<PhysicalColumn> columns =
                metadata.schema().columns().stream()
                        .map(
                                field ->
                                        new PhysicalColumn(
                                                field.name(),
                                                TypeConversions.fromLogicalToDataType(
                                                        FlinkSchemaUtil.convert(field.type())
                                                                .copy(field.isOptional())),
                                                field.doc() == null ? "" : field.doc()))
                        .toList();
        return SchemaExtras.restore(columns, List.of(), Map.of());
    }
}
