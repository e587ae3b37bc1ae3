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

import static java.util.Objects.requireNonNull;

import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;

/**
 * What is known of the values of a column.
 *
 * @param column its name
 * @param type its type, in Hive's words
 * @param data the numbers, in the class that belongs to the type
 */
public record MetastoreColumnStatistics(
        String column, String type, CatalogColumnStatisticsDataBase data) {
    public MetastoreColumnStatistics {
        requireNonNull(column, "column");
        requireNonNull(type, "type");
        requireNonNull(data, "data");
    }
}
