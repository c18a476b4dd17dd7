package io.schemawright.intake;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class PackageArrowsTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.schemawright.intake");

  @Test
  void arrows_goOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("io.schemawright.intake")
        .layer("http")
        .definedBy("io.schemawright.intake.http")
        .layer("submission")
        .definedBy("io.schemawright.intake.submission")
        .layer("status")
        .definedBy("io.schemawright.intake.status")
        .layer("request")
        .definedBy("io.schemawright.intake.request")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("submission")
        .mayOnlyBeAccessedByLayers("root", "http")
        .whereLayer("status")
        .mayOnlyBeAccessedByLayers("root", "http", "submission")
        .whereLayer("request")
        .mayOnlyBeAccessedByLayers("root", "http", "submission")
        .check(classes);
  }

  @Test
  void request_knowsNoDatabaseNoBrokerAndNoHttp() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("io.schemawright.intake.request")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.jdbi..", "java.sql..", "org.apache.kafka..", "io.javalin..", "java.net.http..")
        .check(classes);
  }
}
