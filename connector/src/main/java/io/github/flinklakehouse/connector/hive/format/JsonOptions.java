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
package io.github.flinklakehouse.connector.hive.format;

import java.util.Optional;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hive.common.util.TimestampParser;

/**
 * How a table spells what JSON has no words for.
 *
 * @param binary bytes
 * @param timestamps parses timestamps without time zone
 */
record JsonOptions(Binary binary, TimestampParser timestamps) {

    /** Hive 4: how bytes are spelt. */
    private static final String BINARY_FORMAT = "json.binary.format";

    /** How bytes are spelt. */
    enum Binary {
        /** As UTF-8 text, as Hive 3 does: not all bytes are. */
        RAW_STRING,
        /** In Base64. */
        BASE64
    }

    static JsonOptions of(FileLayout layout) {
        String formats = layout.properties().get(serdeConstants.TIMESTAMP_FORMATS);
        return new JsonOptions(
                "base64".equalsIgnoreCase(layout.properties().get(BINARY_FORMAT))
                        ? Binary.BASE64
                        : Binary.RAW_STRING,
                formats == null
                        ? new TimestampParser()
                        : new TimestampParser(formats.split(",", -1)));
    }

    /** Why a table has options that are none, and what to do instead. */
    static Optional<String> unknown(FileLayout layout) {
        return Optional.ofNullable(layout.properties().get(BINARY_FORMAT))
                .filter(format -> !format.equalsIgnoreCase("base64"))
                .filter(format -> !format.equalsIgnoreCase("rawstring"))
                .map(
                        format ->
                                "spells bytes as '%s' (%s), which is unknown — use base64 or rawstring"
                                        .formatted(format, BINARY_FORMAT));
    }
}
