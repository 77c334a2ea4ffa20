package io.viralforge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may know whom, and what nobody may do. Each rule says why. */
@AnalyzeClasses(packages = "io.viralforge", importOptions = ArchitectureTest.OfTheServer.class)
final class ArchitectureTest {
    /** What other modules hold is theirs. */
    static final class OfTheServer implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/server/target/classes/");
        }
    }

    private static final String ROOT = "io.viralforge.";

    /** What a feature may use besides itself and the platform. An arrow that is not here is an event. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "platform", Set.of(),
            "identity", Set.of(),
            "media", Set.of("identity"),
            "jobs", Set.of("identity", "media"),
            "analytics", Set.of("identity"),
            "speech", Set.of("identity", "media"),
            "revenue", Set.of("identity", "media", "jobs"),
            "publish", Set.of("identity", "media"),
            "trends", Set.of("identity", "forecast"));

    @ArchTest
    static void featuresUseOnlyWhatTheyMay(JavaClasses all) {
        MAY_USE.forEach((feature, others) -> {
            List<String> allowed = new ArrayList<>(
                    List.of(ROOT + feature + "..", ROOT + "platform..", ROOT + "recipe..", ROOT + "trace.."));
            others.forEach(other -> allowed.add(ROOT + other + ".."));
            DescribedPredicate<JavaClass> foreign = resideInAPackage("io.viralforge..")
                    .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + feature + "..")
                    .should()
                    .dependOnClassesThat(foreign)
                    .because("the arrows between features are the architecture; all others are events")
                    .check(all);
        });
    }

    @ArchTest
    static final ArchRule everyPackageIsInTheTable = classes()
            .that()
            .resideOutsideOfPackage("io.viralforge")
            .should()
            .resideInAnyPackage(MAY_USE.keySet().stream()
                    .map(feature -> ROOT + feature + "..")
                    .toList()
                    .toArray(String[]::new))
            .because("a feature that is not in the table is bound by nothing");

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.viralforge.(*)..")
            .should()
            .beFreeOfCycles()
            .because("what hangs together in a circle cannot be changed in part");

    @ArchTest
    static final ArchRule theClockIsGiven = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.viralforge.platform.config.Clock")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("a test sets the time; java.time.InstantSource is injected");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class)
            .because("waiting for a time is a guess; wait for the thing itself");

    @ArchTest
    static final ArchRule constructorsInject = fields().should()
            .notBeAnnotatedWith(Inject.class)
            .because("an object that exists is complete, and a test can make one");

    @ArchTest
    static final ArchRule nothingOptionalIsKept =
            fields().should().notHaveRawType(Optional.class).because("absence in a field is @Nullable");

    @ArchTest
    static final ArchRule cassandraStaysWithItsSeries = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "platform.cql..", ROOT + "analytics..", ROOT + "trends.samples..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.datastax..")
            .because("a store's driver is known to its stores alone");

    @ArchTest
    static final ArchRule amazonStaysInItsAdapter = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "platform.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..")
            .because("a vendor's kit is known to its adapter alone");

    /** S3's client is bound by the rule above: it speaks to the endpoint that the operator set, and to no other. */
    @ArchTest
    static final ArchRule oneWayOut = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "platform.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..",
                    "org.apache.hc..",
                    "org.apache.http..",
                    "okhttp3..",
                    "io.micronaut.http.client..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(HttpURLConnection.class, Socket.class, SocketChannel.class)
            .orShould()
            .callMethod(URL.class, "openStream")
            .because("a client that resolves and redirects by itself can be led into the machine's own network");

    @ArchTest
    static final ArchRule smtpStaysInItsPackage = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "platform.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..")
            .because("whoever sends a mail writes it down and knows nothing of how it gets there");

    @ArchTest
    static final ArchRule tracesAreOurOwnWords = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..")
            .because("io.viralforge.trace is all that anybody needs to know of it");

    @ArchTest
    static final ArchRule passkeysStayWithTheFactors = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "identity.factors")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.webauthn4j..")
            .because("a vendor's kit is known to its adapter alone");

    @ArchTest
    static final ArchRule stripeStaysWithItsWebhooks = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "revenue")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.stripe..")
            .because("a vendor's kit is known to its adapter alone");

    @ArchTest
    static final ArchRule modelsStayWithTheMeanings = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "trends.meaning")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..")
            .because("a vendor's kit is known to its adapter alone");

    @ArchTest
    static final ArchRule languageModelsStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "platform.language")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.langchain4j..")
            .because("whoever asks a model keeps to its studio's budget");

    @ArchTest
    static final ArchRule voicesStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "speech")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("marytts..")
            .because("a vendor's kit is known to its adapter alone");

    private static final String[] PARTS_OF_IDENTITY = {
        ROOT + "identity.factors", ROOT + "identity.password", ROOT + "identity.token"
    };

    @ArchTest
    static final ArchRule identitysPartsKnowPersonsByTheirIdsAlone = noClasses()
            .that()
            .resideInAnyPackage(PARTS_OF_IDENTITY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "identity")
            .because("identity asks its parts, not they it; else they are one package in many folders");

    @ArchTest
    static final ArchRule identitysPartsAreForIdentityAlone = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PARTS_OF_IDENTITY)
            .because("whoever else checks a password or a token opens a second way in");

    @ArchTest
    static final ArchRule sqlStaysInStores = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "platform.sql..", ROOT + "platform.config..", ROOT + "platform.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..")
            .because("a connection that did not come from Sql speaks for no studio");
}
