// How the OHIF viewer draws, changed (see ohif-source.mjs); each fault of Cornerstone's that is mended here is told in
// docs/upstream/cornerstone-cpu-path.md by its number. Long because each
// replacement quotes the lines that it replaces; they stand together, as the page does.

/** @typedef {import('./ohif-replacement.mjs').Replacement} Replacement */

const app = /^app\.bundle\.[0-9a-f]+\.js$/,
  viewport = /^2623\.bundle\.[0-9a-f]+\.js$/;
const getCpu = '(0,init/* .getShouldUseCPURendering */.LH)()',
  onCpu = `(${getCpu} || (0,init/* .getConfiguration */.D0)().rendering.stacksOnCpu)`,
  fitScale = '(0,getImageFitScale/* ["default"] */.A)',
  voiRangeOf = '(0,getVOIRangeFromWindowLevel/* ["default"] */.A)',
  trigger = '(0,triggerEvent/* ["default"] */.A)';

/** Which path draws: the processor's own for stacks where there is no graphics card, WebGL for everything else. @type {Replacement[]} */
const path = [
  {
    why: 'one WebGL context instead of seven: each costs a second where a processor draws, and memory where a card does',
    file: app,
    from: 'webGlContextCount: 7,',
    to: 'webGlContextCount: 1,',
  },
  {
    why: 'a simulated graphics card: stacks are painted by the CPU path instead, volumes (MPR) still by it',
    file: app,
    from: 'if (capabilities.softwareRasterizer) {',
    to: 'if (capabilities.softwareRasterizer) { config.rendering.stacksOnCpu = true;',
  },
  {
    why: 'no WebGL at all: OHIF overwrites Cornerstone’s own choice of the CPU path, and stays black',
    file: app,
    from: 'config.rendering.useCPURendering = true;\n    }\n    else {',
    to: 'config.rendering.useCPURendering = config.rendering.stacksOnCpu = true;\n    }\n    else {',
  },
  ...['ensureContextPool', 'ensureOffscreenResources'].map((name) => ({
    why: 'no simulated card is set up before one is needed',
    file: app,
    from: `if (!this.useCPURendering) {\n            this.${name}();\n        }`,
    to: '',
  })),
  {
    why: 'the stack viewport takes the CPU path',
    file: app,
    from: `this.modality = null;\n        this.useCPURendering = ${getCpu};`,
    to: `this.modality = null;\n        this.useCPURendering = ${onCpu};`,
  },
  {
    why: 'the stack viewport takes the CPU path',
    file: app,
    from: `static get useCustomRenderingPipeline() {\n        return ${getCpu};`,
    to: `static get useCustomRenderingPipeline() {\n        return ${onCpu};`,
  },
  {
    why: 'the stack viewport takes the CPU path',
    file: app,
    from: `this.useCPURendering = value ?? ${getCpu};`,
    to: `this.useCPURendering = value ?? ${onCpu};`,
  },
  {
    why: 'a new image’s pixels are white without being read back from the canvas, which waits for everything drawn before; they are put into it by the processor, so it stays in its memory',
    file: app,
    from: `const canvasContext = renderCanvas.getContext('2d');
    canvasContext.fillStyle = 'white';
    canvasContext.fillRect(0, 0, renderCanvas.width, renderCanvas.height);
    const renderCanvasData = canvasContext.getImageData(0, 0, image.width, image.height);`,
    to: `const canvasContext = renderCanvas.getContext('2d', { willReadFrequently: true });
    canvasContext.fillStyle = 'white';
    canvasContext.fillRect(0, 0, renderCanvas.width, renderCanvas.height);
    const renderCanvasData = canvasContext.createImageData(image.width, image.height);
    renderCanvasData.data.fill(255);`,
  },
  {
    why: 'a volume without any WebGL: says so instead of staying black',
    file: viewport,
    from: 'const loadViewportData = async () => {\n',
    to: `const loadViewportData = async () => {
      const place = elementRef.current;
      place?.querySelector('[data-without-webgl]')?.remove();
      if (/^(volume|orthographic)/.test(viewportOptions.viewportType) && !esm.getRenderingCapabilities().webgl) {
        const said = Object.assign(document.createElement('p'), { textContent: window.config.words?.withoutWebGl ?? 'This view needs WebGL.', role: 'alert' });
        said.dataset.withoutWebgl = '';
        said.style.cssText = 'position:absolute;inset:0;display:grid;place-items:center;margin:0;padding:1rem;text-align:center;color:#fff';
        place?.append(said);
        return;
      }
`,
  },
];

/** Faults of Cornerstone's CPU path (StackViewport), by the numbers of docs/upstream/cornerstone-cpu-path.md. @type {Replacement[]} */
const cpuPath = [
  {
    why: '1 and 2: pan in pixels of the canvas, zoom relative to the fitted image, both as on the WebGL path',
    file: app,
    from: `getPanCPU() {
        const { viewport } = this._cpuFallbackEnabledElement;
        return [viewport.translation?.x ?? 0, viewport.translation?.y ?? 0];
    }
    setPanCPU(pan) {
        const camera = this.getCameraCPU();
        this.setCameraCPU({
            ...camera,
            focalPoint: [...pan.map((p) => -p), 0],
        });
    }
    getZoomCPU() {
        const { viewport } = this._cpuFallbackEnabledElement;
        return viewport.scale;
    }
    setZoomCPU(zoom) {
        const camera = this.getCameraCPU();
        this.setCameraCPU({ ...camera, scale: zoom });
    }`,
    to: `getPanCPU() {
        const { image, canvas } = this._cpuFallbackEnabledElement;
        if (!image) {
            return [0, 0];
        }
        const [x, y] = (0,pixelToCanvas/* ["default"] */.A)(this._cpuFallbackEnabledElement, [image.columns / 2, image.rows / 2]);
        return [x - canvas.width / 2, y - canvas.height / 2];
    }
    setPanCPU(pan) {
        if (!this._cpuFallbackEnabledElement.image) {
            return;
        }
        const [x, y] = this.getPanCPU();
        const { clientWidth, clientHeight } = this.element;
        this.setCameraCPU({
            focalPoint: this.canvasToWorldCPU([clientWidth / 2 - (pan[0] - x), clientHeight / 2 - (pan[1] - y)]),
        });
    }
    getFitScaleCPU() {
        const { canvas, image } = this._cpuFallbackEnabledElement;
        return image ? ${fitScale}(canvas, image, 0).scaleFactor : 0;
    }
    getZoomCPU() {
        const { viewport } = this._cpuFallbackEnabledElement;
        return viewport.scale / this.getFitScaleCPU() || 1;
    }
    setZoomCPU(zoom) {
        this.setCameraCPU({ scale: zoom * this.getFitScaleCPU() });
    }`,
  },
  {
    why: '3: a camera before the first image, as on the WebGL path',
    file: app,
    from: `const { metadata, viewport } = this._cpuFallbackEnabledElement;
        if (!metadata) {
            return {};
        }`,
    to: `const { metadata, viewport } = this._cpuFallbackEnabledElement;
        if (!metadata) {
            return {
                parallelProjection: true, focalPoint: [0, 0, 0], position: [0, 0, 0], parallelScale: 1, scale: 1,
                viewPlaneNormal: [0, 0, -1], viewUp: [0, -1, 0], aspectRatio: [1, 1],
                flipHorizontal: this.flipHorizontal, flipVertical: this.flipVertical,
            };
        }`,
  },
  {
    why: '3: nothing to move before the first image; 9: the scale is that of the smaller spacing',
    file: app,
    from: `setCameraCPU(cameraInterface) {
        const { viewport, image } = this._cpuFallbackEnabledElement;`,
    to: `setCameraCPU(cameraInterface) {
        const { viewport, image } = this._cpuFallbackEnabledElement;
        if (!image) {
            return;
        }
        const spacing = Math.min(image.rowPixelSpacing || 1, image.columnPixelSpacing || 1);`,
  },
  {
    why: '9',
    file: app,
    from: `if (parallelScale) {
            const { rowPixelSpacing } = image;
            const scale = (clientHeight * rowPixelSpacing * 0.5) / parallelScale;
            viewport.scale = scale;`,
    to: `if (parallelScale) {
            viewport.scale = (clientHeight * spacing * 0.5) / parallelScale;`,
  },
  {
    why: '9',
    file: app,
    from: `if (scale) {
            const { rowPixelSpacing } = image;
            viewport.scale = scale;
            viewport.parallelScale = (clientHeight * rowPixelSpacing * 0.5) / scale;`,
    to: `if (scale) {
            viewport.scale = scale;
            viewport.parallelScale = (clientHeight * spacing * 0.5) / scale;`,
  },
  {
    why: '4, 6, 7, 8: what a new image changes in what is shown',
    file: app,
    from: `_updateToDisplayImageCPU(image) {
        const metadata = this.getImageDataMetadata(image);
        const viewport = (0,getDefaultViewport/* ["default"] */.A)(this.canvas, image, this.modality, this._cpuFallbackEnabledElement.viewport.colormap);
        const { windowCenter, windowWidth, voiLUTFunction } = viewport.voi;
        this.voiRange = ${voiRangeOf}(windowWidth, windowCenter, voiLUTFunction);
        this._cpuFallbackEnabledElement.image = image;
        this._cpuFallbackEnabledElement.metadata = {
            ...metadata,
        };
        this.cpuImagePixelData = image.voxelManager.getScalarData();
        const viewportSettingToUse = Object.assign({}, viewport, this._cpuFallbackEnabledElement.viewport);
        this._cpuFallbackEnabledElement.viewport = this.stackInvalidated
            ? viewport
            : viewportSettingToUse;
        this.stackInvalidated = false;
        this.cpuRenderingInvalidated = true;
        this._cpuFallbackEnabledElement.transform = (0,calculateTransform/* ["default"] */.A)(this._cpuFallbackEnabledElement);
    }`,
    to: `_updateToDisplayImageCPU(image) {
        const shown = this._cpuFallbackEnabledElement;
        const previous = shown.image, before = shown.viewport;
        const previousCamera = this.getCameraCPU(), zoom = this.getZoomCPU();
        const metadata = this.getImageDataMetadata(image);
        const viewport = (0,getDefaultViewport/* ["default"] */.A)(this.canvas, image, this.modality, before.colormap);
        const isNew = this.stackInvalidated || !previous;
        const isOther = isNew || String(metadata.direction) !== String(shown.metadata.direction) ||
            ['columns', 'rows', 'columnPixelSpacing', 'rowPixelSpacing'].some((name) => image[name] !== previous[name]);
        if (!isNew) {
            // of the image: how large it is, its tables, its window unless the person chose another
            const { displayedArea, modalityLUT, voiLUT, voi, invert } = viewport;
            const scale = zoom * viewport.scale, ratio = before.scale / scale;
            Object.assign(viewport, before, { displayedArea, modalityLUT, voiLUT, scale,
                voi: this.voiUpdatedWithSetProperties ? before.voi : voi,
                translation: { x: before.translation.x * ratio, y: before.translation.y * ratio },
                invert: previous.invert === image.invert ? before.invert : invert });
        }
        if (isNew || previous.invert !== image.invert) {
            this.initialInvert = this.invert = !!viewport.invert;
        }
        shown.image = image;
        shown.metadata = {
            ...metadata,
        };
        this.cpuImagePixelData = image.voxelManager.getScalarData();
        shown.viewport = viewport;
        if (isNew || !this.voiUpdatedWithSetProperties) {
            const range = ${voiRangeOf}(viewport.voi.windowWidth, viewport.voi.windowCenter, image.voiLUTFunction);
            const isOtherRange = range.lower !== this.voiRange?.lower || range.upper !== this.voiRange?.upper;
            this.voiRange = range;
            if (isOtherRange) {
                ${trigger}(this.element, enums.Events.VOI_MODIFIED, { viewportId: this.id, range });
            }
        }
        this.stackInvalidated = false;
        this.cpuRenderingInvalidated = true;
        shown.transform = (0,calculateTransform/* ["default"] */.A)(shown);
        if (isOther) {
            this.triggerCameraEvent(this.getCameraCPU(), previousCamera);
        }
    }`,
  },
  {
    why: '5: a reset takes rotation and flips back, where they are kept too',
    file: app,
    from: `viewport.vflip = false;
    viewport.hflip = false;
    if (resetPan) {`,
    to: `viewport.vflip = false;
    viewport.hflip = false;
    viewport.rotation = 0;
    if (resetPan) {`,
  },
  {
    why: '5',
    file: app,
    from: `this.setCameraCPU({
            focalPoint: centerWorld,
            scale,
        });`,
    to: `this.setCameraCPU({
            focalPoint: centerWorld,
            scale,
            flipHorizontal: false,
            flipVertical: false,
        });`,
  },
  {
    why: '5: flips of a presentation, which ask for an actor that the CPU path does not have; a change of size keeps all',
    file: app,
    from: 'setFlipCPU({ flipHorizontal, flipVertical }) {',
    to: `flip(direction) {
        if (!this.useCPURendering) {
            return super.flip(direction);
        }
        this.setCameraCPU(direction);
        this.render();
    }
    resizeForRenderingEngine({ keepCamera = true } = {}) {
        if (!this.useCPURendering) {
            return super.resizeForRenderingEngine({ keepCamera });
        }
        const zoom = this.getZoomCPU(), pan = this.getPanCPU();
        this.resize();
        if (!keepCamera) {
            this.resetCamera();
            return;
        }
        this.setZoomCPU(zoom);
        this.setPanCPU(pan);
    }
    setFlipCPU({ flipHorizontal, flipVertical }) {`,
  },
  {
    why: '6: a window that the person chose is remembered as such',
    file: app,
    from: `setVOICPU(voiRange, options = {}) {
        const { suppressEvents = false } = options;
        const { viewport, image } = this._cpuFallbackEnabledElement;
        if (!viewport || !image) {
            return;
        }`,
    to: `setVOICPU(voiRange, options = {}) {
        const { suppressEvents = false, voiUpdatedWithSetProperties = false } = options;
        const { viewport, image } = this._cpuFallbackEnabledElement;
        if (!viewport || !image) {
            return;
        }
        this.voiUpdatedWithSetProperties ||= voiUpdatedWithSetProperties;`,
  },
  {
    why: '6: and put back without an error, whatever its function',
    file: app,
    from: `if (this.useCPURendering) {
            throw new Error('VOI LUT function is not supported in CPU rendering');
        }`,
    to: `if (this.useCPURendering) {
            // the image's own function draws it
            this.VOILUTFunction = this._getValidVOILUTFunction(voiLUTFunction);
            return;
        }`,
  },
];

/** All of them. @type {Replacement[]} */
export const drawing = [...path, ...cpuPath];
