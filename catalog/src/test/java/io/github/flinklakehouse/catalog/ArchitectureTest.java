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

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arrows between the packages, and who may speak which language. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "io.github.flinklakehouse";

    @ArchTest
    static final ArchRule connectorDoesNotKnowTheCatalog =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".connector..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + ".catalog..");

    @ArchTest
    static final ArchRule formatsDoNotKnowEachOther =
            slices().assignedFrom(new Formats())
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(
                            alwaysTrue(), type(HiveTypes.class).or(type(HiveStorageFormat.class)))
                    .because(
                            "the metastore spells the types and the storage of every table, foreign"
                                    + " ones and views included, in Hive's words");

    @ArchTest
    static final ArchRule onlyTheMetastorePackageSpeaksThrift =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".connector.metastore")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "org.apache.thrift..", "org.apache.hadoop.hive.metastore.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(type(CatalogAssembly.class), alwaysTrue())
                    .because("only the composition root knows all parts");

    @ArchTest
    static void utilityClassesAreRare(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getSimpleName))
                .filteredOn(name -> name.endsWith("Util") || name.endsWith("Utils"))
                .hasSizeLessThanOrEqualTo(2);
    }

    /** The packages of one format, in the connector and in the catalog. */
    private static final class Formats implements SliceAssignment {
        private static final Pattern FORMAT =
                Pattern.compile(ROOT + "\\.(?:connector|catalog)\\.(\\w+).*");

        private static final Set<String> NAMES =
                Set.of("iceberg", "hive", "generic", "view", "foreign");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            Matcher matcher = FORMAT.matcher(javaClass.getPackageName());
            return matcher.matches() && NAMES.contains(matcher.group(1))
                    ? SliceIdentifier.of(matcher.group(1))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of a format";
        }
    }
}
