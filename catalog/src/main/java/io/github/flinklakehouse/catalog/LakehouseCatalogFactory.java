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

import io.github.flinklakehouse.connector.ConnectionOptions;
import io.github.flinklakehouse.connector.OptionKeys;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Makes the catalog of {@code CREATE CATALOG … WITH ('type' = 'lakehouse')}. It refers to no class
 * of Hadoop, so that it can say that Hadoop is missing.
 */
public final class LakehouseCatalogFactory implements CatalogFactory {

    /** Keys of the catalogs that this one replaces, which have nothing to say here. */
    private static final Map<String, String> NEEDLESS =
            Map.of(
                    "hive-version",
                    "one client speaks to metastores 3.1 and 4.x",
                    "catalog-type",
                    "it is always over a Hive Metastore",
                    "catalog-impl",
                    "it is always over a Hive Metastore",
                    "cache-enabled",
                    "it keeps no tables, so that none are out of date");

    @Override
    public String factoryIdentifier() {
        return CatalogOptions.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return CatalogOptions.all();
    }

    @Override
    public Catalog createCatalog(Context context) {
        ClasspathCheck.verify(context.getClassLoader());
        Set<String> known = new HashSet<>();
        CatalogOptions.all().forEach(option -> known.add(option.key()));
        known.add("type");
        known.add(FactoryUtil.PROPERTY_VERSION.key());
        context.getOptions().keySet().forEach(key -> refuseNeedless(context.getName(), key));
        OptionKeys.check(
                "Cannot create catalog " + context.getName(),
                context.getOptions().keySet(),
                known,
                ConnectionOptions.PREFIXES);
        Configuration options = Configuration.fromMap(context.getOptions());
        return CatalogAssembly.assemble(context.getName(), options, context.getOptions());
    }

    private static void refuseNeedless(String name, String key) {
        if (NEEDLESS.containsKey(key)) {
            throw new ValidationException(
                    "Cannot create catalog %s: the option '%s' is not one of a lakehouse catalog, since %s — remove it"
                            .formatted(name, key, NEEDLESS.get(key)));
        }
    }
}
