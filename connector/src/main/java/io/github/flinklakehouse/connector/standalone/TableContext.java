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
package io.github.flinklakehouse.connector.standalone;

import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.factories.DynamicTableFactory.Context;

/** A context with another table. */
record TableContext(Context context, ResolvedCatalogTable table) implements Context {

    @Override
    public ResolvedCatalogTable getCatalogTable() {
        return table;
    }

    @Override
    public ObjectIdentifier getObjectIdentifier() {
        return context.getObjectIdentifier();
    }

    @Override
    public Map<String, String> getEnrichmentOptions() {
        return context.getEnrichmentOptions();
    }

    @Override
    public ReadableConfig getConfiguration() {
        return context.getConfiguration();
    }

    @Override
    public ClassLoader getClassLoader() {
        return context.getClassLoader();
    }

    @Override
    public boolean isTemporary() {
        return context.isTemporary();
    }
}
