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
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of {@code CREATE CATALOG}, besides {@link ConnectionOptions}. */
public final class CatalogOptions {
    /** The value of {@code type}. */
    public static final String IDENTIFIER = "lakehouse";

    public static final ConfigOption<String> DEFAULT_DATABASE =
            ConfigOptions.key("default-database")
                    .stringType()
                    .defaultValue("default")
                    .withDescription("The database that USE CATALOG enters.");

    public static final ConfigOption<DefaultTableFormat> DEFAULT_TABLE_FORMAT =
            ConfigOptions.key("default-table-format")
                    .enumType(DefaultTableFormat.class)
                    .defaultValue(DefaultTableFormat.ICEBERG)
                    .withDescription("The format of CREATE TABLE without the option 'connector'.");

    /** The formats that a table without the option {@code connector} can have. */
    public enum DefaultTableFormat {
        ICEBERG,
        HIVE
    }

    private CatalogOptions() {}

    /** All options of {@code CREATE CATALOG}. */
    public static Set<ConfigOption<?>> all() {
        Set<ConfigOption<?>> options = new HashSet<>(ConnectionOptions.all());
        options.add(DEFAULT_DATABASE);
        options.add(DEFAULT_TABLE_FORMAT);
        return options;
    }
}
