# What a result file says about the program that made it. The commit is that of the last configuration.
execute_process(COMMAND git describe --always --dirty WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
                OUTPUT_VARIABLE STAMPEDE_GIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT STAMPEDE_GIT)
  set(STAMPEDE_GIT "unknown")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/.git/HEAD")
configure_file("${PROJECT_SOURCE_DIR}/cmake/build_info.h.in" "${PROJECT_BINARY_DIR}/generated/stampede_build_info.h")
target_include_directories(stampede_simulator_experiment PRIVATE "${PROJECT_BINARY_DIR}/generated")
