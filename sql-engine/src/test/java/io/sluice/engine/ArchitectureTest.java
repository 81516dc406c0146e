package io.sluice.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: which module may know which, and which library is used where. */
class ArchitectureTest {
    private static final String CHECKPOINT = "io.sluice.checkpoint..";
    private static final String PLANNER = "io.sluice.planner..";
    private static final String SOURCES = "io.sluice.sources..";
    private static final String SINKS = "io.sluice.sinks..";
    private static final String RUNTIME = "io.sluice.runtime..";
    private static final String ENGINE = "io.sluice.engine..";

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.sluice");
    }

    @Test
    void leavesKnowNoOtherModule() {
        check(leaf(CHECKPOINT, PLANNER, SOURCES, SINKS, RUNTIME, ENGINE));
        check(leaf(PLANNER, CHECKPOINT, SOURCES, SINKS, RUNTIME, ENGINE));
        check(leaf(SOURCES, CHECKPOINT, PLANNER, SINKS, RUNTIME, ENGINE));
        check(leaf(SINKS, CHECKPOINT, PLANNER, SOURCES, RUNTIME, ENGINE));
    }

    private static ArchRule leaf(String module, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }

    @Test
    void runtimeKnowsPublicFacesOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(RUNTIME)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ENGINE,
                        "io.sluice.checkpoint.*..",
                        "io.sluice.sources.*..",
                        "io.sluice.sinks.*..",
                        "io.sluice.planner.parse..",
                        "io.sluice.planner.validate..",
                        "io.sluice.planner.rules..",
                        "io.sluice.planner.incremental..",
                        "io.sluice.planner.translate..",
                        "io.sluice.planner.explain.."));
    }

    @Test
    void calciteIsUsedInThePlannerOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(PLANNER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.calcite.."));
    }

    @Test
    void planAndFunctionsAreFreeOfCalcite() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.sluice.planner", "io.sluice.planner.plan..", "io.sluice.planner.function..")
                .and()
                .doNotHaveSimpleName("Planner")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.calcite.."));
    }

    @Test
    void compilerIsUsedInTheRuntimeOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(RUNTIME)
                .and()
                .resideOutsideOfPackage(PLANNER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.codehaus.janino..", "org.codehaus.commons.compiler.."));
    }

    @Test
    void parquetIsUsedInConnectorsOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(SOURCES, SINKS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop.."));
    }

    @Test
    void commandLineIsUsedByNobody() {
        check(classes()
                .that()
                .resideInAPackage("io.sluice.engine.cli..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("io.sluice.engine.cli.."));
    }

    private static void check(ArchRule rule) {
        rule.check(classes);
    }
}
