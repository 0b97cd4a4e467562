# The files of reports/html/assets in the program: a source that holds them as literals, made anew whenever one changes.
set(folder "${PROJECT_SOURCE_DIR}/reports/html/assets")
set(styles base.css table.css chart.css print.css)
set(scripts page.js tips.js sort.js overview.js chooser.js chart.js export.js start.js)

function(stampede_read_assets result)
  set(text "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/${file}")
    file(READ "${folder}/${file}" one)
    # Compilers need not take literals of any length.
    string(APPEND text "    R\"asset(${one})asset\"\n")
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

stampede_read_assets(STAMPEDE_PAGE_TEMPLATE page.html)
stampede_read_assets(STAMPEDE_PAGE_STYLE ${styles})
stampede_read_assets(STAMPEDE_PAGE_SCRIPT ${scripts})
set(source "${PROJECT_BINARY_DIR}/generated/page_assets.cpp")
configure_file("${PROJECT_SOURCE_DIR}/cmake/page_assets.cpp.in" "${source}" @ONLY)
target_sources(stampede_reports_html PRIVATE "${source}")
