# cmake --install: the program with its scenarios, and what somebody needs who writes a strategy outside this repository.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(STAMPEDE_PACKAGE_FOLDER "${CMAKE_INSTALL_LIBDIR}/cmake/stampede")

install(TARGETS stampede RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY scenarios DESTINATION "${CMAKE_INSTALL_DATADIR}/stampede")
install(FILES README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs/strategies examples DESTINATION "${CMAKE_INSTALL_DOCDIR}"
        PATTERN build EXCLUDE PATTERN results EXCLUDE)

# The program finds its scenarios from where it is itself.
file(RELATIVE_PATH STAMPEDE_INSTALLED_SCENARIOS "${CMAKE_INSTALL_FULL_BINDIR}"
     "${CMAKE_INSTALL_FULL_DATADIR}/stampede/scenarios")
target_compile_definitions(stampede_simulator_cli PRIVATE
                           STAMPEDE_INSTALLED_SCENARIOS="${STAMPEDE_INSTALLED_SCENARIOS}")

install(TARGETS stampede_strategies ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(FILES ${STAMPEDE_PLUGIN_HEADERS} "${STAMPEDE_INTERFACE_HASH_HEADER}"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/stampede/strategies")

get_directory_property(STAMPEDE_COMPILE_OPTIONS COMPILE_OPTIONS)
get_directory_property(STAMPEDE_LINK_OPTIONS LINK_OPTIONS)
set(STAMPEDE_ARCHIVE "${CMAKE_STATIC_LIBRARY_PREFIX}stampede_strategies${CMAKE_STATIC_LIBRARY_SUFFIX}")
configure_package_config_file(
  cmake/stampedeConfig.cmake.in "${PROJECT_BINARY_DIR}/generated/stampedeConfig.cmake"
  INSTALL_DESTINATION "${STAMPEDE_PACKAGE_FOLDER}"
  PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/generated/stampedeConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/generated/stampedeConfig.cmake"
              "${PROJECT_BINARY_DIR}/generated/stampedeConfigVersion.cmake" cmake/stampede_plugin.cmake
        DESTINATION "${STAMPEDE_PACKAGE_FOLDER}")
