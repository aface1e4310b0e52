package dev.convoy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows and rules of ARCHITECTURE.md. Whoever breaks one breaks the build. */
class ArchitectureTest {
    private static final String STORE = "dev.convoy.store..";
    private static final String EVALUATOR = "dev.convoy.evaluator..";
    private static final String TRANSFER = "dev.convoy.transfer..";
    private static final String ACTIVATION = "dev.convoy.activation..";
    private static final String CLI = "dev.convoy.cli..";

    private static final String RUNS = "dev.convoy.cli.run";

    /** From the ground up. */
    private static final List<List<String>> FLOORS = Stream.of(
                    List.of(""),
                    List.of(".reach"),
                    List.of(".frame"),
                    List.of(".visit"),
                    List.of(".look", ".host"),
                    List.of(".rollout"),
                    List.of(".deploy", ".rollback", ".reboot"),
                    List.of(".resume"))
            .map(rooms -> rooms.stream().map(RUNS::concat).toList())
            .toList();

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("test-classes"))
                .importPackages("dev.convoy");
        assertThat(house).hasSizeGreaterThan(50);
    }

    @Test
    void storeKnowsNobodyAndUsesNothingFromOutside() {
        classes()
                .that()
                .resideInAPackage(STORE)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(STORE, "java..", "com.sun.security.auth..", "org.jspecify.."))
                .check(house);
    }

    @Test
    void evaluatorKnowsOnlyTheStore() {
        knowsOnly(EVALUATOR, STORE);
    }

    @Test
    void closureTransferKnowsOnlyTheStore() {
        knowsOnly(TRANSFER, STORE);
    }

    @Test
    void activationKnowsOnlyTheStore() {
        knowsOnly(ACTIVATION, STORE);
    }

    @Test
    void activationUsesNothingFromOutside() {
        classes()
                .that()
                .resideInAPackage(ACTIVATION)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ACTIVATION, STORE, "java..", "org.jspecify.."))
                .check(house);
    }

    @Test
    void sshjStaysInItsPackage() {
        noClasses()
                .that(not(resideInAPackage("dev.convoy.transfer.ssh..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.schmizz..", "com.hierynomus..", "org.bouncycastle..")
                .check(house);
    }

    @Test
    void terminalLibrariesStayInTheCommandLine() {
        noClasses()
                .that(not(resideInAPackage(CLI)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.jline..")
                .check(house);
    }

    @Test
    void noJacksonTypeInAPublicSignature() {
        codeUnits()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(notMention("tools.jackson"))
                .check(house);
    }

    @Test
    void onlyTheEntryTouchesTheProcess() {
        noClasses()
                .that(not(named("dev.convoy.cli.Main")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(house);
    }

    @Test
    void nobodyReadsTheWallClockBehindItsBack() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(house);
    }

    @Test
    void theRunKnowsNoScreen() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.convoy.cli.select..", "dev.convoy.cli.plan..", "dev.convoy.cli.event..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.convoy.cli.ui..", "dev.convoy.cli.command..", "org.jline..", "picocli..")
                .check(house);
    }

    /** Those that stand on one floor do not know one another either. */
    @Test
    void roomsOfTheRunsKnowOnlyThoseOnFloorsBelow() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String room : FLOORS.get(floor)) {
                String[] allowed = Stream.concat(
                                FLOORS.subList(0, floor).stream().flatMap(List::stream), Stream.of(room))
                        .toArray(String[]::new);
                noClasses()
                        .that()
                        .resideInAPackage(room)
                        .should()
                        .dependOnClassesThat(resideInAPackage(RUNS + "..").and(not(resideInAnyPackage(allowed))))
                        .check(house);
            }
        }
        assertThat(house.that(resideInAPackage(RUNS + "..")))
                .allMatch(c -> FLOORS.stream().anyMatch(rooms -> rooms.contains(c.getPackageName())));
    }

    private static void knowsOnly(String module, String... others) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(others)).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.convoy..").and(not(resideInAnyPackage(allowed))))
                .check(house);
    }

    private static DescribedPredicate<JavaClass> named(String name) {
        return DescribedPredicate.describe(
                name, c -> c.getName().equals(name) || c.getName().startsWith(name + "$"));
    }

    private static ArchCondition<JavaCodeUnit> notMention(String packagePrefix) {
        return new ArchCondition<>("not mention " + packagePrefix) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean mentions = Stream.concat(
                                unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                        .anyMatch(type -> type.getName().startsWith(packagePrefix));
                if (mentions) {
                    events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " mentions " + packagePrefix));
                }
            }
        };
    }
}
